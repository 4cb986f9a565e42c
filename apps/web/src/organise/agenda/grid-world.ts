import type { PlacementRules } from '@kopa/domain';
import type { Band } from './bands.js';
import { carried, companions, type Column, type GridSlot } from './columns.js';
import type { SayIssue } from './issue-words.js';

/** Something that is carried: a card from its column, or a session from the tray, which has no column yet. */
export interface Load extends GridSlot {
  from: Column | null;
  /** Milliseconds. */
  length: number;
}

/** Where it would be put down. */
export interface Aim {
  column: number;
  /** Start, milliseconds since 1970. */
  at: number;
  length: number;
}

/** All that carrying by mouse, touch or keys needs to know of the grid as it is now. */
export interface GridWorld {
  columns: readonly Column[];
  bands: readonly Band[];
  pixelsPerMinute: number;
  columnWidth: number;
  rules: PlacementRules;
  sayIssue: SayIssue;
  /** `10:05–10:50`, and with the day where several are shown. */
  sayTime: (at: number, length: number) => string;
  /** Puts it down; null: on the tray. */
  put: (load: Load, aim: Aim | null) => void;
}

/** Minutes between the times at which a slot can begin. */
export const snap = 5;

/** What would be wrong there, in words, and whose cards are concerned. */
export function lookAt(
  { columns, rules, sayIssue }: GridWorld,
  load: Load,
  aim: Aim,
): { words: string[]; slots: string[] } {
  const column = columns[aim.column];
  if (column === undefined) return { words: [], slots: [] };
  const stand = carried(load.slot, load.from, column, aim.at, aim.length);
  const moving = new Set(companions(load).map(({ id }) => id));
  const issues = rules.issuesOf({ ...stand, id: load.slot.id, session: load.session.code }, moving);
  return {
    words: issues.map(sayIssue),
    slots: issues.flatMap((issue) => ('slot' in issue ? [issue.slot] : [])),
  };
}
