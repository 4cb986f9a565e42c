import { fieldsAs, isEqual, joinFields } from '@kopa/domain';
import { newKey } from '../../registration/new-key.js';
import { Refused } from '../../shell/call.js';

/** Something that is edited field by field, at the version that the server counts. */
export interface Versioned<F extends object> {
  version: number;
  fields: F;
}

/** One edit: the fields that it names, as they were and as they are to be. */
interface Step<F> {
  id: string;
  before: Partial<F>;
  after: Partial<F>;
}

/** A step on its way; `isBack` when it takes the one of its id back. */
interface Order<F> extends Step<F> {
  isBack: boolean;
}

interface Kept<F> {
  queue: Order<F>[];
  done: Step<F>[];
  undone: Step<F>[];
}

export interface RecordStanding<F> {
  /** With one's own edits on it, saved or not. */
  fields: F;
  version: number;
  saving: 'saved' | 'saving' | 'unreachable';
  /** Edits that were saved or taken back here since the page was opened. */
  edits: number;
  canUndo: boolean;
  canRedo: boolean;
  /** Fields that somebody else altered too; saving waits for an answer. */
  contested: readonly string[];
  refused: Refused | null;
}

export interface RecordSource<F extends object> {
  /** Under which edits that are not saved yet survive a reload. */
  key: string;
  /** Throws `Refused` 412 when `version` is not the newest; `current` reads what is there then. */
  send: (edit: Partial<F>, version: number) => Promise<Versioned<F>>;
  current: (refused: Refused) => Versioned<F>;
}

const stepsKept = 100;
const firstRetry = 1_500;
const lastRetry = 15_000;

/**
 * A record that is saved as it is edited: each edit is shown at once and sent after the one before. One that finds the
 * record changed meanwhile is joined with it field by field, or asks. Without a network edits wait, also over a reload.
 */
export class RecordStore<F extends object> {
  private queue: Order<F>[];
  private done: Step<F>[];
  private undone: Step<F>[];
  private contested: readonly string[] = [];
  private refused: Refused | null = null;
  private isSending = false;
  private isUnreachable = false;
  private isOver = true;
  private edits = 0;
  private retryAfter = firstRetry;
  private retryTimer: number | undefined;
  private standing: RecordStanding<F>;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly source: RecordSource<F>,
    private saved: Versioned<F>,
  ) {
    const { queue, done, undone } = this.restore();
    this.queue = queue;
    this.done = done;
    this.undone = undone;
    this.standing = this.stand();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): RecordStanding<F> => this.standing;

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

  /** Edits fields; `base` says what whoever edits them saw, where that is not what stands now. */
  readonly edit = (after: Partial<F>, base: Partial<F> = {}): void => {
    const before = { ...fieldsAs(this.standing.fields, after), ...base };
    if (isEqual(before, after)) return;
    const step = { id: newKey(), before, after };
    this.undone = [];
    this.done = [...this.done, step].slice(-stepsKept);
    this.enqueue({ ...step, isBack: false });
  };

  readonly undo = (): void => {
    const step = this.done.at(-1);
    if (step === undefined) return;
    this.done = this.done.slice(0, -1);
    this.undone = [...this.undone, step];
    this.enqueue({ id: step.id, before: step.after, after: step.before, isBack: true });
  };

  readonly redo = (): void => {
    const step = this.undone.at(-1);
    if (step === undefined) return;
    this.undone = this.undone.slice(0, -1);
    this.done = [...this.done, step];
    this.enqueue({ ...step, isBack: false });
  };

  /** The record as it was read anew. */
  take(record: Versioned<F>): void {
    if (record.version <= this.saved.version) return;
    this.saved = record;
    this.changed();
  }

  /** Says whose edit of the contested fields holds. */
  settle(whose: 'mine' | 'theirs'): void {
    const [first] = this.queue;
    if (first === undefined) return;
    const theirs = fieldsAs(this.saved.fields, first.after);
    const joined =
      whose === 'mine' ? joinFields(first.before, first.after, theirs) : joinFields(first.before, theirs, first.after);
    const settled = { ...first, before: theirs, after: joined.merged };
    this.queue = [settled, ...this.queue.slice(1)];
    this.done = this.done.map((step) =>
      step.id === first.id ? { id: step.id, before: settled.before, after: settled.after } : step,
    );
    this.contested = [];
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

  private enqueue(order: Order<F>): void {
    this.queue = [...this.queue, order];
    this.refused = null;
    this.changed();
    this.send();
  }

  private send(): void {
    if (this.isSending || this.isOver || this.contested.length > 0) return;
    const [first] = this.queue;
    if (first === undefined) return;
    const theirs = fieldsAs(this.saved.fields, first.after);
    const { merged, contested } = joinFields(first.before, first.after, theirs);
    if (contested.length > 0) {
      // It waits for an answer now, not for the server.
      this.isUnreachable = false;
      this.contested = contested;
      this.changed();
      return;
    }
    const keys = (Object.keys(merged) as (keyof F)[]).filter((key) => !isEqual(merged[key], theirs[key]));
    if (keys.length === 0) {
      this.did();
      return;
    }
    this.isSending = true;
    this.changed();
    const edit = Object.fromEntries(keys.map((key) => [key, merged[key]])) as Partial<F>;
    this.source.send(edit, this.saved.version).then(
      (record) => {
        this.isSending = false;
        if (record.version >= this.saved.version) this.saved = record;
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
    this.edits += 1;
    this.isUnreachable = false;
    this.retryAfter = firstRetry;
    this.changed();
    this.send();
  }

  private failed(order: Order<F>, error: unknown): void {
    if (error instanceof Refused && error.status === 412) {
      this.saved = this.source.current(error);
      this.changed();
      this.send();
      return;
    }
    if (error instanceof Refused && error.status < 500 && error.status !== 429) {
      this.refused = error;
      this.queue = this.queue.slice(1);
      // What was not done cannot be taken back, and what was not taken back stands.
      this.done = this.done.filter(({ id }) => id !== order.id);
      this.undone = this.undone.filter(({ id }) => id !== order.id);
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
    this.standing = this.stand();
    for (const listener of this.listeners) listener();
  }

  private stand(): RecordStanding<F> {
    const fields = this.queue.reduce<F>(
      (known, { before, after }) => ({ ...known, ...joinFields(before, after, fieldsAs(known, after)).merged }),
      this.saved.fields,
    );
    return {
      fields,
      version: this.saved.version,
      saving: this.queue.length === 0 ? 'saved' : this.isUnreachable ? 'unreachable' : 'saving',
      edits: this.edits,
      canUndo: this.done.length > 0,
      canRedo: this.undone.length > 0,
      contested: this.contested,
      refused: this.refused,
    };
  }

  private keep(): void {
    const { queue, done, undone } = this;
    try {
      if (queue.length + done.length + undone.length === 0) localStorage.removeItem(this.source.key);
      else localStorage.setItem(this.source.key, JSON.stringify({ queue, done, undone } satisfies Kept<F>));
    } catch {
      // Without storage the edits live as long as the page.
    }
  }

  private restore(): Kept<F> {
    try {
      const kept = JSON.parse(localStorage.getItem(this.source.key) ?? '{}') as Partial<Kept<F>>;
      return { queue: kept.queue ?? [], done: kept.done ?? [], undone: kept.undone ?? [] };
    } catch {
      return { queue: [], done: [], undone: [] };
    }
  }
}
