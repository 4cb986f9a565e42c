// A small HTTP/1.1 load client in a process of its own: keep-alive connections, one request under way on each.
// Arguments: URL, connections, seconds, then headers as `name: value`. Prints one line of JSON.
import net from 'node:net';

const [address, connections, seconds, ...headers] = process.argv.slice(2);
const url = new URL(address);
const request = Buffer.from(
  `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`,
);
const endOfHead = Buffer.from('\r\n\r\n');

let answered = 0;
let bytes = 0;
const statuses = {};
let counting = false;

function connect() {
  const socket = net.connect(Number(url.port), url.hostname, () => socket.write(request));
  socket.setNoDelay(true);
  let head = Buffer.alloc(0);
  let missing = -1;
  socket.on('data', (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (missing < 0) {
        head = head.length === 0 ? rest : Buffer.concat([head, rest]);
        const end = head.indexOf(endOfHead);
        if (end < 0) return;
        const text = head.toString('latin1', 0, end);
        const status = text.slice(9, 12);
        missing = status === '304' ? 0 : Number(/\ncontent-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
        if (Number.isNaN(missing)) throw new Error(`an answer without content-length: ${text}`);
        if (counting) statuses[status] = (statuses[status] ?? 0) + 1;
        rest = head.subarray(end + 4);
        head = Buffer.alloc(0);
      }
      const taken = Math.min(missing, rest.length);
      missing -= taken;
      if (counting) bytes += taken;
      rest = rest.subarray(taken);
      if (missing > 0) return;
      missing = -1;
      if (counting) answered += 1;
      socket.write(request);
    }
  });
  socket.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
}

for (let index = 0; index < Number(connections); index += 1) connect();
const warmUp = 500;
setTimeout(() => {
  counting = true;
  const from = performance.now();
  setTimeout(
    () => {
      const elapsed = (performance.now() - from) / 1000;
      console.log(
        JSON.stringify({ perSecond: answered / elapsed, bytesEach: answered === 0 ? 0 : bytes / answered, statuses }),
      );
      process.exit(0);
    },
    Number(seconds) * 1000,
  );
}, warmUp);
