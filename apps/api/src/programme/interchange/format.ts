import { parseFrabJson } from './frab-json.js';
import { parseFrabXml } from './frab-xml.js';
import { ImportRefused, maximumBytes } from './import-refused.js';
import type { ImportedSchedule } from './imported-schedule.js';
import type { ReadOptions } from './schedule-days.js';

/** The plug for a kind of schedule file: a further format is one more entry of `scheduleFormats`. */
export interface ScheduleFormat {
  readonly name: string;
  /** Whether a file looks like this format, judged by its first 4,096 characters and its name. */
  detects(head: string, fileName: string): boolean;
  /** Reads the whole text; rows that cannot be read are listed in the answer. Throws ImportRefused. */
  parse(text: string, options: ReadOptions): ImportedSchedule;
}

/** In the order in which they are asked. */
export const scheduleFormats: readonly ScheduleFormat[] = [
  {
    name: 'frab-xml',
    detects: (head) => head.startsWith('<'),
    parse: parseFrabXml,
  },
  {
    name: 'frab-json',
    detects: (head) => head.startsWith('{'),
    parse: parseFrabJson,
  },
];

/** The format of a text. Throws ImportRefused `format.unknown`, which names what can be read. */
export function detectFormat(text: string, fileName: string): ScheduleFormat {
  const head = text
    .slice(0, 4096)
    .replace(/^\uFEFF/, '')
    .trimStart();
  const format = scheduleFormats.find((candidate) => candidate.detects(head, fileName));
  if (format === undefined)
    throw new ImportRefused('format.unknown', `${fileName} is none of ${formatNames().join(', ')}`);
  return format;
}

/** Names that `--format` takes besides `auto`. */
export function formatNames(): string[] {
  return scheduleFormats.map(({ name }) => name);
}

/**
 * Reads a schedule in the named format, or in the one it looks like (`auto`). Throws ImportRefused, also `too.large` for
 * over 64 MB.
 */
export function readSchedule(
  text: string,
  fileName: string,
  formatName: string,
  options: ReadOptions,
): ImportedSchedule {
  if (Buffer.byteLength(text) > maximumBytes) throw new ImportRefused('too.large', `${fileName} is over 64 MB`);
  if (formatName === 'auto') return detectFormat(text, fileName).parse(text, options);
  const format = scheduleFormats.find(({ name }) => name === formatName);
  if (format === undefined)
    throw new ImportRefused('format.unknown', `"${formatName}" is none of auto, ${formatNames().join(', ')}`);
  return format.parse(text, options);
}
