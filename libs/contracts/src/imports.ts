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

/** Why a row of a file is not taken, by names that pages say in their reader's language. */
export const rejectionCodes = [
  'row.day',
  'row.list',
  'row.session',
  'row.title',
  'row.noStart',
  'row.start',
  'row.noDate',
  'row.far',
  'row.noDuration',
  'row.duration',
  'row.ends',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

/** A row that is not taken: `where` is `line N` of an XML file, or the path in a JSON file; `reason` is English. */
export interface ImportRejection {
  where: string;
  reason: string;
  code: RejectionCode;
  /** What the file says there, where that is what is wrong. */
  value?: string;
}

/** What was odd about a file and put up with, by names that pages say in their reader's language. */
export const importWarningCodes = [
  'zone.unknown',
  'zone.guessed',
  'rooms.oneGuid',
  'row.noLength',
  'days.none',
] as const;
export type ImportWarningCode = (typeof importWarningCodes)[number];

/** `text` is English; `facts` are what the words of the code name. */
export interface ImportWarning {
  code: ImportWarningCode;
  text: string;
  facts: Record<string, string | number>;
}

/** What an import did, or would do. Counts are of sessions; `read` and `rejected` are of the file's rows. */
export interface ImportAnswer {
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  removed: number;
  rejected: ImportRejection[];
  warnings: ImportWarning[];
  /** Codes behind the counts. */
  codes: { created: string[]; changed: string[]; removed: string[] };
  /** Other parts of the draft that differ from before. */
  frame: ('event' | 'days' | 'rooms' | 'tracks' | 'speakers')[];
  /** The draft before it, to be restored; null where nothing was changed. */
  kept: string | null;
}
