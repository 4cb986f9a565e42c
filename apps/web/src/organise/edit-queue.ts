import { newKey } from '../registration/new-key.js';
import { Refused } from '../shell/call.js';

/** Something that was done at once, and is undone at once. */
interface Entry<S> {
  id: string;
  step: S;
}

/** A step on its way to the server; `isBack` when it takes the one of its id back. */
interface Order<S> extends Entry<S> {
  isBack: boolean;
}

/** What survives a reload, and a night without network. */
interface Kept<S> {
  queue: Order<S>[];
  done: Entry<S>[];
  undone: Entry<S>[];
}

/** What is edited by steps. */
export interface Editable<S> {
  /** Under which steps that are not saved yet survive a reload. */
  key: string;
  inverse: (step: S) => S;
  /**
   * The step as it is to be sent, joined with what others altered meanwhile. Without `send` nothing is left to do;
   * `contested`: it waits for an answer. What is sent throws `Refused`, 412 where it is late.
   */
  prepare: (step: S) => { step: S; send: (() => Promise<void>) | null } | 'contested';
  /** Takes what the server says it has, when a step was late. */
  late: (refused: Refused) => void;
  /** Called after each change of the queue, to show how it stands. */
  changed: () => void;
}

/** So many steps can be taken back. */
const stepsKept = 100;
const firstRetry = 1_500;
const lastRetry = 15_000;

/**
 * One's own steps on their way to the server, one after another, and back again by undo and redo. They wait without a
 * network, also over a reload; one that contests what somebody else did waits for an answer.
 */
export class EditQueue<S> {
  private queue: readonly Order<S>[];
  private done: readonly Entry<S>[];
  private undone: readonly Entry<S>[];
  private isSending = false;
  private isUnreachable = false;
  private isOver = true;
  private retryAfter = firstRetry;
  private retryTimer: number | undefined;
  /** Whether the first step waits for an answer. */
  isContested = false;
  /** Why the last step was taken back, until it is read. */
  refused: Refused | null = null;
  /** Steps that were saved or taken back since the page was opened. */
  sent = 0;

  constructor(private readonly edited: Editable<S>) {
    const { queue, done, undone } = this.restore();
    this.queue = queue;
    this.done = done;
    this.undone = undone;
  }

  /** Steps that the server does not have yet, in order. */
  get steps(): readonly S[] {
    return this.queue.map(({ step }) => step);
  }

  get saving(): 'saved' | 'saving' | 'unreachable' {
    return this.queue.length === 0 ? 'saved' : this.isUnreachable ? 'unreachable' : 'saving';
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Sends what waits, until the answer is called. */
  open(): () => void {
    this.isOver = false;
    const wake = (): void => this.wake();
    window.addEventListener('online', wake);
    this.send();
    return () => {
      this.isOver = true;
      window.removeEventListener('online', wake);
      window.clearTimeout(this.retryTimer);
    };
  }

  /** Does a step: shown at once, saved as soon as it can be. */
  do(step: S): void {
    const entry = { id: newKey(), step };
    this.undone = [];
    this.done = [...this.done, entry].slice(-stepsKept);
    this.enqueue({ ...entry, isBack: false });
  }

  undo(): void {
    const entry = this.done.at(-1);
    if (entry === undefined) return;
    this.done = this.done.slice(0, -1);
    this.undone = [...this.undone, entry];
    this.enqueue({ id: entry.id, step: this.edited.inverse(entry.step), isBack: true });
  }

  redo(): void {
    const entry = this.undone.at(-1);
    if (entry === undefined) return;
    this.undone = this.undone.slice(0, -1);
    this.done = [...this.done, entry];
    this.enqueue({ ...entry, isBack: false });
  }

  /** Answers what is contested: the first step as it is to be now, or null when nothing of it is left. */
  answer(settle: (step: S) => S | null): void {
    const [first, ...others] = this.queue;
    if (first === undefined) return;
    this.isContested = false;
    const step = settle(first.step);
    if (step === null) this.drop(first);
    else {
      this.queue = [{ ...first, step }, ...others];
      // What is undone later is what was done in the end.
      this.done = this.done.map((one) => (one.id === first.id ? { id: one.id, step } : one));
    }
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

  /** Gives up the first step: what was not done cannot be taken back, and what was not taken back stands. */
  private drop({ id }: Order<S>): void {
    this.queue = this.queue.slice(1);
    this.done = this.done.filter((entry) => entry.id !== id);
    this.undone = this.undone.filter((entry) => entry.id !== id);
  }

  private enqueue(order: Order<S>): void {
    this.queue = [...this.queue, order];
    this.changed();
    this.send();
  }

  private send(): void {
    if (this.isSending || this.isOver || this.isContested) return;
    const [first, ...others] = this.queue;
    if (first === undefined) return;
    const prepared = this.edited.prepare(first.step);
    if (prepared === 'contested') {
      // It waits for an answer now, not for the server.
      this.isUnreachable = false;
      this.isContested = true;
      this.changed();
      return;
    }
    this.queue = [{ ...first, step: prepared.step }, ...others];
    if (prepared.send === null) {
      this.did();
      return;
    }
    this.isSending = true;
    this.changed();
    prepared.send().then(
      () => {
        this.isSending = false;
        this.did();
      },
      (error: unknown) => {
        this.isSending = false;
        this.failed(first, error);
      },
    );
  }

  /** The first of the queue is done. */
  private did(): void {
    this.queue = this.queue.slice(1);
    this.sent += 1;
    this.isUnreachable = false;
    this.retryAfter = firstRetry;
    this.changed();
    this.send();
  }

  private failed(order: Order<S>, error: unknown): void {
    if (error instanceof Refused && error.status < 500 && error.status !== 429) {
      if (error.status === 412) this.edited.late(error);
      else {
        this.refused = error;
        this.drop(order);
      }
      this.changed();
      this.send();
      return;
    }
    this.isUnreachable = true;
    this.changed();
    if (this.isOver) return;
    this.retryTimer = window.setTimeout(() => this.send(), this.retryAfter);
    this.retryAfter = Math.min(lastRetry, this.retryAfter * 2);
  }

  private changed(): void {
    this.keep();
    this.edited.changed();
  }

  private keep(): void {
    const { queue, done, undone } = this;
    try {
      if (queue.length + done.length + undone.length === 0) localStorage.removeItem(this.edited.key);
      else localStorage.setItem(this.edited.key, JSON.stringify({ queue, done, undone }));
    } catch {
      // Without storage the steps live as long as the page.
    }
  }

  private restore(): Kept<S> {
    try {
      const kept = JSON.parse(localStorage.getItem(this.edited.key) ?? '{}') as Partial<Kept<S>>;
      return { queue: kept.queue ?? [], done: kept.done ?? [], undone: kept.undone ?? [] };
    } catch {
      return { queue: [], done: [], undone: [] };
    }
  }
}
