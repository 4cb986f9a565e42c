import type { Socket } from 'socket.io';

/** A reader with more than this waiting is closed: it comes back and replays from its own number. */
export const backlogBytes = 1024 * 1024;

type Connection = Socket['conn'];

/** Bytes that wait for a slow reader: packets that engine.io holds back, and what the TCP socket has not taken. */
export function waitingBytes(connection: Connection): number {
  // engine.io keeps the held-back packets private and tells no size.
  const held: unknown = Reflect.get(connection, 'writeBuffer');
  let bytes = connection.request.socket.writableLength;
  if (Array.isArray(held)) for (const packet of held as { data?: unknown }[]) bytes += lengthOf(packet.data);
  return bytes;
}

function lengthOf(payload: unknown): number {
  if (typeof payload === 'string') return payload.length;
  return Buffer.isBuffer(payload) ? payload.byteLength : 0;
}

/** Resolves when all that was sent has been taken by the network, or the connection is closed. */
export async function drained(socket: Socket): Promise<void> {
  const connection = socket.conn;
  while (socket.connected && !connection.transport.writable) {
    await new Promise<void>((resolve) => {
      const { transport } = connection;
      const go = (): void => {
        transport.off('drain', go);
        connection.off('close', go);
        resolve();
      };
      transport.once('drain', go);
      connection.once('close', go);
    });
  }
}

/** Ends the connection below Socket.IO, which clients take for a fault of the network and come back from. */
export function closeTransport(connection: Connection): void {
  connection.close(true);
}

/** The same for one that does not read: a closing handshake would wait behind all that it has not read. */
export function cutTransport(connection: Connection): void {
  connection.close(true);
  connection.request.socket.destroy();
}
