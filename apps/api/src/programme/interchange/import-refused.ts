export type RefusalCode =
  | 'too.large'
  | 'source.unreadable'
  | 'format.unknown'
  | 'xml.declaration'
  | 'xml.malformed'
  | 'json.malformed'
  | 'schedule.missing'
  | 'schedule.empty'
  | 'timezone.needed'
  | 'timezone.unknown';

/** Nothing of a file can be imported. `code` is stable, the message is for the operator, `line` where one is known. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly line: number | null = null,
  ) {
    super(line === null ? message : `line ${line}: ${message}`);
  }
}

/** Files above this many bytes, packed or unpacked, are refused before they are parsed. */
export const maximumBytes = 64 * 1024 * 1024;
