import { get, update } from 'idb-keyval';
import type { MarkState } from '@kopa/domain';
import { call, Refused, type InputError } from '../../shell/call.js';

/** What was done at a door and goes to the server; kept by the browser until the server has it. */
export interface Waiting {
  /** Keeps it from being done twice, however often it is sent. */
  key: string;
  method: 'POST' | 'PUT';
  path: string;
  body: unknown;
  /** When it was done. */
  at: string;
  what: WhatWaits;
  /** Why the server did not take it; null while it has not answered. */
  refused: Refusal | null;
}

/** Kept by browsers: what an earlier version of the page kept has no errors. */
export interface Refusal {
  code: string;
  status: number;
  errors?: readonly InputError[];
  places: string[];
}

export type WhatWaits =
  | { kind: 'walk-in'; name: string }
  | { kind: 'arrival'; day: string; code: string; name: string; state: MarkState }
  | { kind: 'boarding'; session: string; code: string; name: string; state: MarkState };

/** Whether what was not taken may be so the next time without anybody doing something about it. */
export function maySucceedLater(status: number): boolean {
  return status >= 500 || status === 401 || status === 408 || status === 425 || status === 429;
}

type State = 'idle' | 'unreached' | 'signed out';
interface Shown {
  list: readonly Waiting[];
  state: State;
  /** Of this page: closing the browser loses what waits, as it keeps nothing. */
  isKept: boolean;
}

const askAgainMilliseconds = 5_000;

/**
 * What waits at one event, in the order in which it was done. All pages of a browser share it; it outlasts each of them.
 */
export class WaitingList {
  private readonly listeners = new Set<() => void>();
  private readonly sent = new Set<(waiting: Waiting, answer: unknown) => void>();
  private shown: Shown = { list: [], state: 'idle', isKept: true };
  private isSending = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly slug: string) {
    void this.change((list) => list).then(() => this.send());
    window.addEventListener('online', () => void this.send());
  }

  read = (): Shown => this.shown;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tells of each that the server has taken. */
  onSent = (listener: (waiting: Waiting, answer: unknown) => void): (() => void) => {
    this.sent.add(listener);
    return () => this.sent.delete(listener);
  };

  /** Keeps something and sends it as soon as it can be. */
  async add(waiting: Omit<Waiting, 'refused'>): Promise<void> {
    await this.change((list) => [...list, { ...waiting, refused: null }]);
    await this.send();
  }

  /** Lets go of something that was refused. */
  drop(key: string): Promise<void> {
    return this.change((list) => list.filter((one) => one.key !== key));
  }

  /** Sends what waits, one after the other; another page of the browser may be at it already. */
  async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    try {
      // Only at https and on this machine; elsewhere the server tells twins by their keys all the same.
      const { locks } = navigator as Partial<Pick<Navigator, 'locks'>>;
      if (locks === undefined) await this.sendAll();
      else await locks.request(`waiting ${this.slug}`, () => this.sendAll());
    } finally {
      this.isSending = false;
      const isLeft = this.shown.list.some(({ refused }) => refused === null);
      if (isLeft) this.timer = setTimeout(() => void this.send(), askAgainMilliseconds);
    }
  }

  private async sendAll(): Promise<void> {
    // Another page may have sent some of it while this one waited.
    await this.change((list) => list);
    for (;;) {
      const next = this.shown.list.find(({ refused }) => refused === null);
      if (next === undefined) {
        this.show({ ...this.shown, state: 'idle' });
        return;
      }
      try {
        const answer = await call(this.slug, next.path, {
          method: next.method,
          body: next.body,
          headers: { 'idempotency-key': next.key },
        });
        const told: unknown = await answer.json();
        await this.drop(next.key);
        for (const each of this.sent) each(next, told);
      } catch (error) {
        if (!(error instanceof Refused) || maySucceedLater(error.status)) {
          const isStranger = error instanceof Refused && error.status === 401;
          this.show({ ...this.shown, state: isStranger ? 'signed out' : 'unreached' });
          return;
        }
        const { code, status, errors, problem } = error;
        const places = Array.isArray(problem['places']) ? problem['places'].map(String) : [];
        const refused = { code, status, errors, places };
        await this.change((list) => list.map((one) => (one.key === next.key ? { ...one, refused } : one)));
      }
    }
  }

  private async change(alter: (list: readonly Waiting[]) => readonly Waiting[]): Promise<void> {
    const key = `waiting:${this.slug}`;
    try {
      await update<readonly Waiting[]>(key, (list) => alter(list ?? []));
      this.show({ ...this.shown, list: (await get<readonly Waiting[]>(key)) ?? [], isKept: true });
    } catch {
      // Private windows and full disks refuse: then it lasts as long as the page, and the page says so.
      this.show({ ...this.shown, list: alter(this.shown.list), isKept: false });
    }
  }

  private show(shown: Shown): void {
    this.shown = shown;
    for (const each of this.listeners) each();
  }
}
