import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface Received extends Email {
  to: NonNullable<Email['to']>;
  /** As it came over the wire. */
  raw: string;
}

/** A mail server on the loopback that keeps what it is handed. */
export interface MailServer {
  url: string;
  received: Received[];
  /** Answers a recipient with this instead of taking the mail. */
  refuse: Map<string, { code: number; text: string }>;
  /** Recipients whose mail makes it break the connection. */
  hangUpOn: Set<string>;
  /** Called when a mail was taken, before the sender is told so. */
  onTaken: (mail: Received) => void | Promise<void>;
  /** Waits until so many were received in all, and gives the newest of a recipient if one is named. */
  wait: (count: number) => Promise<Received[]>;
  to: (recipient: string) => Received[];
  close: () => Promise<void>;
}

export async function openMailServer({ port = 0 }: { port?: number } = {}): Promise<MailServer> {
  const received: Received[] = [];
  const refuse: MailServer['refuse'] = new Map();
  const hangUpOn = new Set<string>();
  const connections = new Map<number, Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: ({ address }, { remotePort }, callback) => {
      if (hangUpOn.has(address)) {
        connections.get(remotePort)?.destroy();
        callback(new Error('hung up'));
        return;
      }
      const answer = refuse.get(address);
      if (answer === undefined) callback();
      else callback(Object.assign(new Error(answer.text), { responseCode: answer.code }));
    },
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        PostalMime.parse(raw)
          .then(async (mail) => {
            const taken: Received = { ...mail, to: mail.to ?? [], raw: raw.toString('latin1') };
            received.push(taken);
            await mailServer.onTaken(taken);
            callback(null, 'kept');
          })
          .catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error))));
      });
    },
  });
  // Clients that die break their connections.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => connections.set(socket.remotePort ?? 0, socket));
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address() as AddressInfo;
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    refuse,
    hangUpOn,
    onTaken: () => undefined,
    wait: async (count) => {
      const deadline = Date.now() + 120_000;
      while (received.length < count) {
        if (Date.now() > deadline) throw new Error(`${received.length} of ${count} mails came`);
        await sleep(10);
      }
      return received;
    },
    to: (recipient) => received.filter(({ to }) => to.some(({ address: one }) => one === recipient)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailServer;
}
