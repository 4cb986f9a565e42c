import { fieldsAs, isEqual, joinFields } from '@kopa/domain';
import type { Refused } from '../../shell/call.js';
import { EditQueue, type Editable } from '../edit-queue.js';

/** Something that is edited field by field, at the version that the server counts. */
export interface Versioned<F extends object> {
  version: number;
  fields: F;
}

/** One edit: the fields that it names, as they were and as they are to be. */
interface Step<F> {
  before: Partial<F>;
  after: Partial<F>;
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

/**
 * A record that is saved as it is edited: each edit is shown at once and sent after the one before. One that finds the
 * record changed meanwhile is joined with it field by field, or asks.
 */
export class RecordStore<F extends object> {
  private contested: readonly string[] = [];
  private readonly queue: EditQueue<Step<F>>;
  private standing: RecordStanding<F>;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly source: RecordSource<F>,
    private saved: Versioned<F>,
  ) {
    this.queue = new EditQueue<Step<F>>({
      key: `${source.key}-steps`,
      inverse: ({ before, after }) => ({ before: after, after: before }),
      prepare: (step) => this.prepare(step),
      late: (refused) => {
        this.saved = source.current(refused);
      },
      changed: () => this.changed(),
    });
    this.standing = this.stand();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): RecordStanding<F> => this.standing;

  /** Sends what waits, until the answer is called. */
  open(): () => void {
    return this.queue.open();
  }

  /** Edits fields; `base` says what whoever edits them saw, where that is not what stands now. */
  readonly edit = (after: Partial<F>, base: Partial<F> = {}): void => {
    const before = { ...fieldsAs(this.standing.fields, after), ...base };
    if (isEqual(before, after)) return;
    this.forgetRefusal();
    this.queue.do({ before, after });
  };

  readonly undo = (): void => {
    this.forgetRefusal();
    this.queue.undo();
  };

  readonly redo = (): void => {
    this.forgetRefusal();
    this.queue.redo();
  };

  /** The record as it was read anew. */
  take(record: Versioned<F>): void {
    if (record.version <= this.saved.version) return;
    this.saved = record;
    this.changed();
  }

  /** Says whose edit of the contested fields holds. */
  settle(whose: 'mine' | 'theirs'): void {
    this.contested = [];
    this.queue.answer(({ before, after }) => {
      const theirs = fieldsAs(this.saved.fields, after);
      const joined = whose === 'mine' ? joinFields(before, after, theirs) : joinFields(before, theirs, after);
      return { before: theirs, after: joined.merged };
    });
  }

  readRefusal(): void {
    this.queue.readRefusal();
  }

  /** A form goes on being filled in: what was refused is told beside it no longer. */
  private forgetRefusal(): void {
    if (this.queue.refused !== null) this.queue.readRefusal();
  }

  private prepare(step: Step<F>): ReturnType<Editable<Step<F>>['prepare']> {
    const theirs = fieldsAs(this.saved.fields, step.after);
    const { merged, contested } = joinFields(step.before, step.after, theirs);
    this.contested = contested;
    if (contested.length > 0) return 'contested';
    const keys = (Object.keys(merged) as (keyof F)[]).filter((key) => !isEqual(merged[key], theirs[key]));
    if (keys.length === 0) return { step, send: null };
    const edit = Object.fromEntries(keys.map((key) => [key, merged[key]])) as Partial<F>;
    const send = async (): Promise<void> => {
      const record = await this.source.send(edit, this.saved.version);
      if (record.version >= this.saved.version) this.saved = record;
    };
    return { step, send };
  }

  private changed(): void {
    this.standing = this.stand();
    for (const listener of this.listeners) listener();
  }

  private stand(): RecordStanding<F> {
    const { steps, saving, sent, canUndo, canRedo, refused } = this.queue;
    const fields = steps.reduce<F>(
      (known, { before, after }) => ({ ...known, ...joinFields(before, after, fieldsAs(known, after)).merged }),
      this.saved.fields,
    );
    const { version } = this.saved;
    return { fields, version, saving, edits: sent, canUndo, canRedo, contested: this.contested, refused };
  }
}
