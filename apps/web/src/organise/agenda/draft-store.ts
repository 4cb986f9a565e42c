import type { DraftAgenda, DraftPlaced, DraftUpdated, PlacedEdit, SpeakerAvailable } from '@kopa/contracts';
import type { Refused } from '../../shell/call.js';
import { EditQueue } from '../edit-queue.js';
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

/** What a row of the organisers' stream alters in the draft. */
export type DraftRow = DraftPlaced | DraftUpdated | SpeakerAvailable;

export interface DraftStanding {
  /** With one's own steps on it, saved or not. */
  agenda: DraftAgenda;
  saving: 'saved' | 'saving' | 'unreachable';
  /** Steps that the server does not have yet. */
  unsaved: number;
  canUndo: boolean;
  canRedo: boolean;
  /** What has to be answered before saving goes on. */
  contests: readonly Contest[];
  /** Why the last step was taken back, until it is read. */
  refused: Refused | null;
}

/**
 * The draft in the editor: what the server has, with one's own steps laid over it at once. One that finds a slot changed
 * meanwhile is joined with that change part by part, or asks.
 */
export class DraftStore {
  private saved: DraftAgenda;
  private contests: readonly Contest[] = [];
  private readonly queue: EditQueue<Step>;
  private standing: DraftStanding;
  private readonly listeners = new Set<() => void>();
  /** No more is sent from then on. */
  readonly close: () => void;

  constructor(slug: string, agenda: DraftAgenda) {
    this.saved = agenda;
    this.queue = new EditQueue<Step>({
      key: `kopa-agenda-steps-${slug}`,
      inverse,
      prepare: (wanted) => {
        const { step, contests } = rebase(wanted, ({ session, slot }) => slotIn(this.saved, session, slot));
        this.contests = contests;
        if (contests.length > 0) return 'contested';
        const send = async (): Promise<void> => {
          this.saved = withPlaced(this.saved, await sendPlacements(slug, orderOf(step, this.saved)));
        };
        return { step, send };
      },
      late: (refused) => {
        this.saved = withCurrent(this.saved, (refused.problem['current'] ?? []) as PlacedEdit[]);
      },
      changed: () => this.changed(),
    });
    this.standing = this.stand();
    this.close = this.queue.open();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): DraftStanding => this.standing;

  /** Does a step: shown at once, saved as soon as it can be. */
  do(step: Step): void {
    if (step.length > 0) this.queue.do(step);
  }

  undo(): void {
    this.queue.undo();
  }

  redo(): void {
    this.queue.redo();
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
    if (this.contests.length === 0) return;
    const contested = new Set(this.contests.map(({ slot }) => slot));
    this.contests = [];
    this.queue.answer((wanted) => {
      const step = whose === 'mine' ? wanted : wanted.filter(({ slot }) => !contested.has(slot));
      return step.length === 0 ? null : this.seenNow(step);
    });
  }

  readRefusal(): void {
    this.queue.readRefusal();
  }

  /** Tries again at once, when a connection came back. */
  wake(): void {
    this.queue.wake();
  }

  /** The step as made for slots as they are saved now. */
  private seenNow(step: Step): Step {
    return step.map((one) => ({ ...one, before: slotIn(this.saved, one.session, one.slot) }));
  }

  private changed(): void {
    this.standing = this.stand();
    for (const listener of this.listeners) listener();
  }

  private stand(): DraftStanding {
    const { steps, saving, canUndo, canRedo, refused } = this.queue;
    return {
      agenda: withSteps(this.saved, steps),
      saving,
      unsaved: steps.length,
      canUndo,
      canRedo,
      contests: this.contests,
      refused,
    };
  }
}
