import type { RegistrationRules, RegistrationTerms, RegistrationTermsEdit } from '@kopa/contracts';
import { isEqual, joinTerms } from '@kopa/domain';
import { Refused, type InputError } from '../../shell/call.js';
import { readyToSend } from './ready-terms.js';

interface Kept {
  base: RegistrationTerms;
  mine: RegistrationRules;
}

export interface TermsStanding {
  /** With one's own edits on them. */
  rules: RegistrationRules;
  /** As the server has them. */
  saved: RegistrationTerms;
  isAltered: boolean;
  saving: 'idle' | 'saving' | 'saved' | 'unreachable';
  /** Fields that somebody else altered too; saving waits for an answer. */
  contested: readonly string[];
  /** Fields that the server refused, until the next edit. */
  refused: readonly InputError[];
  /** Why it refused all of it, where no field is to blame. */
  refusal: Refused | null;
  /** Edits of an earlier visit were found here. */
  isRestored: boolean;
  canUndo: boolean;
  canRedo: boolean;
}

interface TermsSource {
  /** Under which edits that are not saved survive a reload. */
  key: string;
  /** Throws `Refused` 412 with `current` when `version` is not the newest. */
  send: (edit: RegistrationTermsEdit, version: number) => Promise<RegistrationTerms>;
}

const stepsKept = 100;
const firstRetry = 1_500;
const lastRetry = 15_000;

/**
 * Terms that are edited here and sent when somebody says so, since they hold for whoever registers from then on. What is
 * not sent is kept in this browser. Late edits are joined with what is there, or ask whose holds.
 */
export class TermsStore {
  private mine: RegistrationRules;
  private undone: RegistrationRules[] = [];
  private done: RegistrationRules[] = [];
  private group: string | undefined;
  private saving: TermsStanding['saving'] = 'idle';
  private contested: readonly string[] = [];
  /** What the server has where an edit contests it. */
  private late: RegistrationTerms | null = null;
  private refused: readonly InputError[] = [];
  private refusal: Refused | null = null;
  private isRestored = false;
  private isSending = false;
  private isWanted = false;
  private isOver = true;
  private retryAfter = firstRetry;
  private retryTimer: number | undefined;
  private standing: TermsStanding;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly source: TermsSource,
    private base: RegistrationTerms,
  ) {
    this.mine = base.rules;
    const kept = this.restore();
    if (kept !== null && !isEqual(kept.mine, kept.base.rules)) {
      this.base = kept.base;
      this.mine = kept.mine;
      this.isRestored = true;
    }
    this.standing = this.stand();
    this.take(base);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): TermsStanding => this.standing;

  /** Sends what was to be sent when a connection comes back, until the answer is called. */
  open(): () => void {
    this.isOver = false;
    const wake = (): void => {
      if (this.isWanted) void this.send();
    };
    window.addEventListener('online', wake);
    return () => {
      this.isOver = true;
      window.removeEventListener('online', wake);
      window.clearTimeout(this.retryTimer);
    };
  }

  /** Alters terms. Edits of the same `group` one after another, such as letters of a text, are one step. */
  readonly edit = (change: (rules: RegistrationRules) => RegistrationRules, group?: string): void => {
    const next = change(this.mine);
    if (isEqual(next, this.mine)) return;
    if (group === undefined || group !== this.group) this.done = [...this.done, this.mine].slice(-stepsKept);
    this.group = group;
    this.undone = [];
    this.alter(next);
  };

  readonly undo = (): void => this.step(this.done, this.undone);
  readonly redo = (): void => this.step(this.undone, this.done);

  /** Lets go of all that is not saved; undo brings it back. */
  readonly discard = (): void => {
    this.isRestored = false;
    this.isWanted = false;
    if (this.late !== null) this.rest(this.late, this.mine);
    this.late = null;
    this.contested = [];
    this.edit(() => this.base.rules);
    this.saving = 'idle';
    this.changed();
  };

  /** Sends what is not saved. */
  readonly save = (): void => {
    this.isWanted = true;
    this.isRestored = false;
    void this.send();
  };

  /** Terms as they were read anew: others' edits appear where one has none. */
  take(fresh: RegistrationTerms): void {
    if (fresh.version === this.base.version || this.isSending || this.contested.length > 0) return;
    const { merged, contested } = joinTerms(this.base.rules, this.mine, fresh.rules);
    // It is asked when somebody saves, not while they write.
    if (contested.length > 0) return;
    this.rest(fresh, merged);
    this.changed();
  }

  /** Says whose edit of the contested fields holds, and sends it. */
  settle(whose: 'mine' | 'theirs'): void {
    const theirs = this.late;
    if (theirs === null) return;
    const sides = whose === 'mine' ? ([this.mine, theirs.rules] as const) : ([theirs.rules, this.mine] as const);
    this.rest(theirs, joinTerms(this.base.rules, ...sides).merged);
    this.contested = [];
    this.late = null;
    this.save();
  }

  private async send(): Promise<void> {
    if (this.isSending || this.contested.length > 0) return;
    window.clearTimeout(this.retryTimer);
    const { base } = this;
    const sent = readyToSend(base.rules, this.mine);
    this.mine = sent;
    const keys = (Object.keys(sent) as (keyof RegistrationRules)[]).filter(
      (key) => !isEqual(sent[key], base.rules[key]),
    );
    // Terms that were never set are set as they stand: they say so from then on.
    const named = base.version === 0 ? (Object.keys(sent) as (keyof RegistrationRules)[]) : keys;
    if (named.length === 0) {
      this.isWanted = false;
      this.saving = 'saved';
      this.changed();
      return;
    }
    this.isSending = true;
    this.saving = 'saving';
    this.refused = [];
    this.refusal = null;
    this.changed();
    try {
      const edit = Object.fromEntries(named.map((key) => [key, sent[key]])) as RegistrationTermsEdit;
      const after = await this.source.send(edit, base.version);
      this.base = after;
      // What was written while it was on its way is not saved yet.
      this.mine = isEqual(this.mine, sent) ? after.rules : joinTerms(sent, this.mine, after.rules).merged;
      this.isSending = false;
      this.isWanted = false;
      this.retryAfter = firstRetry;
      this.saving = 'saved';
      this.changed();
    } catch (error) {
      this.isSending = false;
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    if (error instanceof Refused && error.status === 412) {
      const theirs = error.problem['current'] as RegistrationTerms;
      const { merged, contested } = joinTerms(this.base.rules, this.mine, theirs.rules);
      if (contested.length > 0) {
        this.contested = contested;
        this.late = theirs;
        this.saving = 'idle';
        this.changed();
        return;
      }
      this.rest(theirs, merged);
      void this.send();
      return;
    }
    if (error instanceof Refused && error.status < 500 && error.status !== 429) {
      this.isWanted = false;
      this.saving = 'idle';
      this.refused = error.errors;
      this.refusal = error;
      this.changed();
      return;
    }
    this.saving = 'unreachable';
    this.changed();
    if (this.isOver) return;
    this.retryTimer = window.setTimeout(() => void this.send(), this.retryAfter);
    this.retryAfter = Math.min(lastRetry, this.retryAfter * 2);
  }

  /** Goes on from what somebody else saved. Steps back would take theirs back too. */
  private rest(base: RegistrationTerms, mine: RegistrationRules): void {
    this.base = base;
    this.mine = mine;
    this.done = [];
    this.undone = [];
    this.group = undefined;
  }

  private step(from: RegistrationRules[], to: RegistrationRules[]): void {
    const rules = from.pop();
    if (rules === undefined) return;
    to.push(this.mine);
    this.group = undefined;
    this.alter(rules);
  }

  private alter(rules: RegistrationRules): void {
    this.mine = rules;
    this.refused = [];
    this.refusal = null;
    if (this.saving === 'saved') this.saving = 'idle';
    this.changed();
  }

  private changed(): void {
    this.keep();
    this.standing = this.stand();
    for (const listener of this.listeners) listener();
  }

  private stand(): TermsStanding {
    return {
      rules: this.mine,
      saved: this.base,
      isAltered: !isEqual(this.mine, this.base.rules),
      saving: this.saving,
      contested: this.contested,
      refused: this.refused,
      refusal: this.refusal,
      isRestored: this.isRestored,
      canUndo: this.done.length > 0,
      canRedo: this.undone.length > 0,
    };
  }

  private keep(): void {
    try {
      if (isEqual(this.mine, this.base.rules)) localStorage.removeItem(this.source.key);
      else localStorage.setItem(this.source.key, JSON.stringify({ base: this.base, mine: this.mine } satisfies Kept));
    } catch {
      // Without storage the edits live as long as the page.
    }
  }

  private restore(): Kept | null {
    try {
      return JSON.parse(localStorage.getItem(this.source.key) ?? 'null') as Kept | null;
    } catch {
      return null;
    }
  }
}
