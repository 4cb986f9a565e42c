// A fleet of Socket.IO clients in a process of its own, spoken by hand over plain websockets so that the client costs
// little. Arguments: base URL, event slug, number, which frames are counted (`change`; with `:TEXT` those that hold it),
// and a file with a token a line for each, if they follow streams of their own. Speaks JSON lines on standard output; told what to do on standard input: `expect` starts a round, answered by the time at which the last socket had
// its frame; `rate` by the most frames that the first socket had in any second.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const [base, event, count, counted = 'change', tokenFile] = process.argv.slice(2);
const [countedFrame, countedText] = counted.split(':');
const countedName = `"${countedFrame}"`;
const tokens = tokenFile === undefined ? [] : readFileSync(tokenFile, 'utf8').split('\n');
const now = () => performance.timeOrigin + performance.now();
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

let ready = 0;
let received = 0;
let closed = 0;
const arrivals = [];
const wanted = Number(count);

function open(index, tries = 0) {
  const isFirst = index === 0;
  const auth = tokens[index] === undefined ? { event } : { event, token: tokens[index], since: { me: 0 } };
  const socket = new WebSocket(`${base.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  socket.on('message', (frame) => {
    const first = frame[0];
    if (first === 0x30) socket.send(`40/live,${JSON.stringify(auth)}`);
    else if (first === 0x32) socket.send('3');
    else if (first === 0x34 && frame[1] === 0x32) {
      const name = frame.toString('latin1', 9, 18);
      if (name.startsWith('"synced"')) {
        ready += 1;
        if (ready === wanted) say({ ready });
      } else if (name.startsWith(countedName) && (countedText === undefined || frame.includes(countedText))) {
        received += 1;
        if (isFirst) arrivals.push(now());
        if (received === wanted) say({ last: now(), received });
      }
    } else if (first === 0x34 && frame[1] === 0x34) {
      say({ refused: frame.toString() });
      process.exit(1);
    }
  });
  socket.on('close', () => (closed += 1));
  socket.on('error', (error) => {
    // While the fleet opens a loaded machine may refuse one: it comes back, as browsers do.
    if (ready < wanted && tries < 5) setTimeout(() => open(index, tries + 1), 500);
    else {
      say({ error: error.message });
      process.exit(1);
    }
  });
}

let opened = 0;
const opening = setInterval(() => {
  for (let index = 0; index < (tokens.length > 0 ? 2 : 20) && opened < wanted; index += 1, opened += 1) open(opened);
  if (opened === wanted) clearInterval(opening);
}, 10);

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'expect') {
    received = 0;
    say({ expecting: true });
  } else if (line === 'rate') {
    say({ rate: Math.max(0, ...arrivals.map((at) => arrivals.filter((one) => one >= at && one < at + 1000).length)) });
  } else if (line === 'count') say({ received, closed });
  else if (line === 'stop') process.exit(0);
});
