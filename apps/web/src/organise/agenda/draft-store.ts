import type { DraftAgenda, DraftPlaced, DraftUpdated, PlacedEdit, SpeakerAvailable } from '@kopa/contracts';
import { isEqual } from '@kopa/domain';
import { Refused } from '../../shell/call.js';
import {
  inverse,
  orderOf,
  rebase,
  slotIn,
  withAvailability,
  withCurrent,
  withPlaced,
  withSession,
  withSteps,
  type Contest,
  type Step,
} from './draft-state.js';
import { sendPlacements } from './remote.js';

/** A step on its way to the server. */
interface Order {
  step: Step;
  /** The entry of `done` that it does; null where it takes one back. */
  of: Step | null;
}

/** What survives a reload, and a night without network. */
interface Kept {
  queue: Order[];
  done: Step[];
  undone: Step[];
}

/** What a row of the organisers' stream alters in the draft. */
export type DraftRow = DraftPlaced | DraftUpdated | SpeakerAvailable;

export type Saving = 'saved' | 'saving' | 'unreachable';

export interface DraftStanding {
  /** With one's own steps on it, saved or not. */
  agenda: DraftAgenda;
  saving: Saving;
  /** Steps that the server does not have yet. */
  unsaved: number;
  canUndo: boolean;
  canRedo: boolean;
  /** What has to be answered before saving goes on. */
  contests: readonly Contest[];
  /** Why the last step was taken back, until it is read. */
  refused: Refused | null;
}

/** So many steps can be taken back. */
const stepsKept = 100;
const firstRetry = 1_500;
const lastRetry = 15_000;

/**
 * The draft in the editor: what the server has, with one's own steps laid over it at once. Steps are sent one after
 * another; one that finds a slot changed meanwhile is joined with that change part by part, or asks.
 */
export class DraftStore {
  private saved: DraftAgenda;
  private queue: Order[];
  private done: Step[];
  private undone: Step[];
  private contests: readonly Contest[] = [];
  private refused: Refused | null = null;
  private isSending = false;
  private isUnreachable = false;
  private retryAfter = firstRetry;
  private retryTimer: number | undefined;
  private isOver = false;
  private standing: DraftStanding;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly slug: string,
    agenda: DraftAgenda,
  ) {
    this.saved = agenda;
    const { queue, done, undone } = this.restore();
    this.queue = queue;
    this.done = done;
    this.undone = undone;
    this.standing = this.stand();
    this.send();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): DraftStanding => this.standing;

  /** Does a step: shown at once, saved as soon as it can be. */
  do(step: Step): void {
    if (step.length === 0) return;
    this.undone = [];
    this.done = [...this.done, step].slice(-stepsKept);
    this.enqueue({ step, of: step });
  }

  undo(): void {
    const step = this.done.pop();
    if (step === undefined) return;
    this.undone.push(step);
    this.enqueue({ step: inverse(step), of: null });
  }

  redo(): void {
    const step = this.undone.pop();
    if (step === undefined) return;
    this.done.push(step);
    this.enqueue({ step, of: step });
  }

  /** A row of the organisers' stream. */
  take(row: DraftRow): void {
    switch (row.type) {
      case 'draft.placed':
        this.saved = withPlaced(this.saved, row);
        break;
      case 'draft.updated':
        this.saved = withSession(this.saved, row.after);
        break;
      case 'speaker.available':
        this.saved = withAvailability(this.saved, row.speaker, row.times);
        break;
    }
    this.changed();
  }

  /** The whole draft anew, after a break in the stream. */
  replace(agenda: DraftAgenda): void {
    this.saved = agenda;
    this.changed();
  }

  /** Says whose change of a contested slot holds, one's own or the one that is there. */
  settle(whose: 'mine' | 'theirs'): void {
    const [first] = this.queue;
    if (first === undefined || this.contests.length === 0) return;
    const contested = new Set(this.contests.map(({ slot }) => slot));
    this.contests = [];
    const step = whose === 'mine' ? first.step : first.step.filter(({ slot }) => !contested.has(slot));
    if (step.length === 0) this.drop(first);
    else this.queue = [{ ...first, step: this.seenNow(step) }, ...this.queue.slice(1)];
    this.changed();
    this.send();
  }

  readRefusal(): void {
    this.refused = null;
    this.changed();
  }

  /** Tries again at once, when a connection came back. */
  wake(): void {
    if (!this.isUnreachable) return;
    window.clearTimeout(this.retryTimer);
    this.send();
  }

  close(): void {
    this.isOver = true;
    window.clearTimeout(this.retryTimer);
  }

  /** Gives up the first order; what was not done cannot be undone. */
  private drop({ of }: Order): void {
    this.queue = this.queue.slice(1);
    const at = of === null ? -1 : this.done.findLastIndex((step) => isEqual(step, of));
    if (at >= 0) this.done = this.done.toSpliced(at, 1);
  }

  private enqueue(order: Order): void {
    this.queue = [...this.queue, order];
    this.changed();
    this.send();
  }

  /** The step as made for slots as they are saved now. */
  private seenNow(step: Step): Step {
    return step.map((one) => ({ ...one, before: slotIn(this.saved, one.session, one.slot) }));
  }

  private send(): void {
    if (this.isSending || this.isOver || this.contests.length > 0) return;
    const [first] = this.queue;
    if (first === undefined) return;
    const { step, contests } = rebase(first.step, ({ session, slot }) => slotIn(this.saved, session, slot));
    if (contests.length > 0) {
      // It waits for an answer now, not for the server.
      this.isUnreachable = false;
      this.contests = contests;
      this.changed();
      return;
    }
    this.queue = [{ ...first, step }, ...this.queue.slice(1)];
    this.isSending = true;
    this.changed();
    sendPlacements(this.slug, orderOf(step, this.saved)).then(
      (answer) => {
        this.saved = withPlaced(this.saved, answer);
        this.isUnreachable = false;
        this.retryAfter = firstRetry;
        this.queue = this.queue.slice(1);
        this.sent();
      },
      (error: unknown) => this.failed(first, error),
    );
  }

  private sent(): void {
    this.isSending = false;
    this.changed();
    this.send();
  }

  private failed(order: Order, error: unknown): void {
    if (error instanceof Refused && error.status === 412) {
      this.saved = withCurrent(this.saved, (error.problem['current'] ?? []) as PlacedEdit[]);
      this.sent();
      return;
    }
    if (error instanceof Refused && error.status < 500 && error.status !== 429) {
      this.refused = error;
      this.drop(order);
      this.sent();
      return;
    }
    this.isSending = false;
    this.isUnreachable = true;
    this.changed();
    if (this.isOver) return;
    this.retryTimer = window.setTimeout(() => this.send(), this.retryAfter);
    this.retryAfter = Math.min(lastRetry, this.retryAfter * 2);
  }

  private changed(): void {
    this.keep();
    this.standing = this.stand();
    for (const listener of this.listeners) listener();
  }

  private stand(): DraftStanding {
    return {
      agenda: withSteps(
        this.saved,
        this.queue.map(({ step }) => step),
      ),
      saving: this.queue.length === 0 ? 'saved' : this.isUnreachable ? 'unreachable' : 'saving',
      unsaved: this.queue.length,
      canUndo: this.done.length > 0,
      canRedo: this.undone.length > 0,
      contests: this.contests,
      refused: this.refused,
    };
  }

  private get key(): string {
    return `kopa-draft-${this.slug}`;
  }

  private keep(): void {
    const { queue, done, undone } = this;
    try {
      localStorage.setItem(this.key, JSON.stringify({ queue, done, undone } satisfies Kept));
    } catch {
      // Without storage the steps live as long as the page.
    }
  }

  private restore(): Kept {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? '{}') as Partial<Kept>;
      return { queue: kept.queue ?? [], done: kept.done ?? [], undone: kept.undone ?? [] };
    } catch {
      return { queue: [], done: [], undone: [] };
    }
  }
}
