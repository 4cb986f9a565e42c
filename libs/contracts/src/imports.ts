import { z } from 'zod';
import { fileNamed } from './files.js';
import { text } from './scalars.js';

/** How many bytes a schedule may have that is sent in, packed or not. */
export const mostScheduleBytes = 16 * 1024 * 1024;

const yes = z.literal('1', 'must be 1');

/**
 * Query of an import; the body is the file's bytes (frab XML or c3voc JSON, also gzipped). `as`: `whole`, the file is the
 * event's programme and what it lacks goes; `part`, sessions of somebody else, known again by `source`, beside what is
 * there. `times`: whether those come with times and rooms of the file, or unplaced. `dry`: only says what it would do.
 */
export const importQuery = fileNamed
  .extend({
    as: z.enum(['whole', 'part'], 'must be "whole" or "part"'),
    source: text.trim().max(100).default(''),
    times: z.enum(['keep', 'tray'], 'must be "keep" or "tray"').default('tray'),
    removals: yes.optional(),
    dry: yes.optional(),
  })
  .refine(({ as, source }) => as === 'whole' || source !== '', {
    path: ['source'],
    error: 'must name whose sessions they are',
  });
export type ImportQuery = z.infer<typeof importQuery>;

/** What an import did, or would do. Counts are of sessions; `read` and `rejected` are of the file's rows. */
export interface ImportAnswer {
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  removed: number;
  rejected: { where: string; reason: string }[];
  warnings: string[];
  /** Codes behind the counts. */
  codes: { created: string[]; changed: string[]; removed: string[] };
  /** Other parts of the draft that differ from before. */
  frame: ('event' | 'days' | 'rooms' | 'tracks' | 'speakers')[];
  /** The draft before it, to be restored; null where nothing was changed. */
  kept: string | null;
}
