// A mail server that takes everything and keeps nothing. Argument: its port. Prints how many mails came, on each line of input.
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';

let taken = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _session, callback) {
    stream.on('end', () => {
      taken += 1;
      callback(null);
    });
    stream.resume();
  },
});
server.on('error', () => undefined);
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'));
createInterface({ input: process.stdin }).on('line', () => process.stdout.write(`${taken}\n`));
