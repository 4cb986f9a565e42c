import { Inject, Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { InFlight } from './in-flight.js';
import { drained } from './socket-backlog.js';
import { StreamService, type StreamChange, type StreamReset, type StreamRows } from './stream.service.js';

const frameRows = 100;

/** From where a socket goes on. */
export interface ReplayRequest {
  eventId: string;
  stream: string;
  /** What its followers call it. */
  wireName: string;
  since: number;
  epoch: string | undefined;
}

/** Where the replay meets what is sent live. */
export interface MeetingPoint {
  /** The channel was sent all rows up to here. */
  reached(): number;
  /** Where this process's tail stands: one that has all of it needs no look into the database. */
  head(): { epoch: string; seq: number } | null;
  /** Called once, in the same turn of the event loop in which the socket has all that the channel was sent. */
  arrive(): void;
}

/** Brings one socket up to what its channel was sent: in order, from its own number, at its own speed. */
@Injectable()
export class Replay {
  private readonly reads = new InFlight<StreamRows | StreamReset | null>();

  constructor(@Inject(StreamService) private readonly streams: StreamService) {}

  /**
   * Sends the missing rows as `change` frames, or `reset` when the position cannot be continued from. Either way the
   * socket then gets the live frames, whose `from` follows the last frame of the replay.
   * @returns the `seq` that was reached, null after a reset or when the socket is gone
   */
  async run(socket: Socket, request: ReplayRequest, meeting: MeetingPoint): Promise<number | null> {
    const { eventId, stream, wireName, since } = request;
    let { epoch } = request;
    let last = since;
    const head = meeting.head();
    if (head?.seq === since && (epoch ?? head.epoch) === head.epoch && since >= meeting.reached()) {
      meeting.arrive();
      return since;
    }
    for (;;) {
      const read = await this.reads.run(`${eventId} ${stream} ${last} ${epoch ?? ''}`, () =>
        this.streams.read(eventId, stream, last, epoch),
      );
      if (!read || isGone(socket)) return null;
      if (read.kind === 'reset') {
        socket.emit('reset', { stream: wireName, epoch: read.epoch, seq: read.seq });
        meeting.arrive();
        return null;
      }
      epoch = read.epoch;
      for (const changes of frames(read.changes)) {
        const seq = changes.at(-1)?.seq ?? last;
        socket.emit('change', { stream: wireName, epoch, from: last, seq, changes });
        last = seq;
        await drained(socket);
      }
      if (isGone(socket)) return null;
      // The channel may have been sent more while this socket was reading.
      if (last >= meeting.reached()) {
        meeting.arrive();
        return last;
      }
    }
  }
}

const isGone = (socket: Socket): boolean => !socket.connected;

function frames(changes: readonly StreamChange[]): StreamChange[][] {
  const cut: StreamChange[][] = [];
  for (let first = 0; first < changes.length; first += frameRows) cut.push(changes.slice(first, first + frameRows));
  return cut;
}
