// The fleet of sockets (socket-fleet.mjs) from the driver's side.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Opens `count` sockets and resolves when each has had `synced`; `counted` are the frames that its rounds wait for; with a file of tokens each follows a stream of its own too. */
export async function openFleet(url, event, count, counted = 'change', tokenFile = undefined) {
  const child = spawn(
    process.execPath,
    [
      path.join(import.meta.dirname, 'socket-fleet.mjs'),
      url,
      event,
      String(count),
      counted,
      ...(tokenFile === undefined ? [] : [tokenFile]),
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const heard = [];
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    const next = waiting.shift();
    if (next) next(message);
    else heard.push(message);
  });
  const hear = () =>
    heard.length > 0 ? Promise.resolve(heard.shift()) : new Promise((resolve) => waiting.push(resolve));
  const until = async (key) => {
    for (;;) {
      const message = await hear();
      if (message.refused || message.error) throw new Error(`the fleet failed: ${message.refused ?? message.error}`);
      if (key in message) return message;
    }
  };
  await until('ready');
  return {
    async expect() {
      child.stdin.write('expect\n');
      await until('expecting');
    },
    /** When the last socket had its frame, in milliseconds since 1970. */
    last: async () => (await until('last')).last,
    /** The most frames that one socket had in any second. */
    async rate() {
      child.stdin.write('rate\n');
      return (await until('rate')).rate;
    },
    stop: () => child.stdin.write('stop\n'),
  };
}
