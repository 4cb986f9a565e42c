import { io, type Socket } from 'socket.io-client';
import { applyChange, type Change, type Programme } from '@kopa/domain';

interface Frame {
  stream: string;
  epoch: string;
  from: number;
  seq: number;
  changes: Change[];
}

/**
 * A client as integrators write it from the documentation: takes the snapshot, connects with its `seq`, applies each
 * change by the rules of the domain, asks again where a frame does not join on, and comes back with what it has.
 */
export class ProgrammeFollower {
  /** Numbers of the rows applied, in the order of their application. */
  readonly applied: number[] = [];
  /** What must not happen: a row that does not fit, a refusal, a reset. */
  readonly faults: string[] = [];
  readonly frames: Frame[] = [];
  connections = 0;
  private readonly socket: Socket;
  private waiting: (() => void)[] = [];

  private constructor(
    url: string,
    event: string,
    readonly first: Programme,
    public programme: Programme,
  ) {
    this.socket = io(`${url}/live`, {
      auth: (give) => give({ event, since: this.programme.seq, epoch: this.programme.epoch }),
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
    });
    this.socket.on('connect', () => (this.connections += 1));
    this.socket.on('connect_error', (error: Error & { data?: { code: string } }) => {
      if (error.data) this.fail(`refused: ${error.data.code}`);
    });
    this.socket.on('reset', () => this.fail('reset'));
    this.socket.on('change', (frame: Frame) => this.take(frame));
  }

  /** Fetches the snapshot and starts to follow. */
  static async start(url: string, event: string): Promise<ProgrammeFollower> {
    const programme = await fetchProgramme(url, event);
    return new ProgrammeFollower(url, event, programme, programme);
  }

  /** Waits until the programme is at `seq`; a fault is thrown at once. */
  async until(seq: number): Promise<void> {
    for (;;) {
      if (this.faults.length > 0) throw new Error(this.faults.join(', '));
      if (this.programme.seq >= seq) return;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  stop(): void {
    this.socket.disconnect();
  }

  private take(frame: Frame): void {
    this.frames.push(frame);
    if (frame.from > this.programme.seq) {
      const { epoch, seq } = this.programme;
      this.socket.emit('sync', { stream: 'event', since: seq, epoch });
      return;
    }
    for (const change of frame.changes) {
      if (change.seq <= this.programme.seq) continue;
      const next = applyChange(this.programme, change);
      if (next === 'refetch') {
        this.fail(`row ${change.seq} (${change.type}) does not apply`);
        return;
      }
      this.programme = next;
      this.applied.push(change.seq);
    }
    this.wake();
  }

  private fail(fault: string): void {
    this.faults.push(fault);
    this.wake();
  }

  private wake(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}

/** The published programme, at least at `seq`. */
export async function fetchProgramme(url: string, event: string, atLeast = 0): Promise<Programme> {
  const answer = await fetch(`${url}/api/v1/events/${event}/programme?atLeast=${atLeast}`);
  if (!answer.ok) throw new Error(`programme: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Programme;
}
