// Load on one address from a process of its own (http-client.mjs).
import { spawn } from 'node:child_process';
import path from 'node:path';

const seconds = 3;
const connections = 128;

/** Requests as fast as the server answers them; how many a second, and the bytes of each. */
export function load(url, ...headers) {
  return new Promise((resolve, reject) => {
    const args = [
      path.join(import.meta.dirname, 'http-client.mjs'),
      url,
      String(connections),
      String(seconds),
      ...headers,
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(text)) : reject(new Error('the load client failed'))));
  });
}
