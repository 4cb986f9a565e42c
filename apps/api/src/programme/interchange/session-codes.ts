import type { ImportedRow } from './imported-schedule.js';

/** The code that a row asks for: its own, a slug that is one (pretalx), its id, else the head of the session's UUID. */
function wantedCode(row: ImportedRow, sessionId: string): string {
  const code = row.code.toUpperCase();
  if (/^[A-Z0-9][A-Z0-9-]{0,29}$/.test(code)) return code;
  if (/^[A-Z0-9]{6}$/.test(row.slug)) return row.slug;
  const id = row.id.toUpperCase();
  return /^[A-Z0-9][A-Z0-9-]{0,11}$/.test(id) ? id : `S-${sessionId.slice(0, 8).toUpperCase()}`;
}

/**
 * Codes for sessions that have none yet, by session id. One that several rows of the file ask for, or that is taken,
 * gets part of the session's UUID behind it, so that it hangs neither on the order of rows nor on which of the sessions
 * are new.
 */
export function codesOfNew(
  inFile: ReadonlyMap<string, ImportedRow>,
  isNew: (sessionId: string) => boolean,
  taken: ReadonlySet<string>,
): Map<string, string> {
  const wanted = new Map([...inFile].map(([sessionId, row]) => [sessionId, wantedCode(row, sessionId)]));
  const asked = Map.groupBy(wanted.values(), (code) => code);
  return new Map(
    [...wanted].flatMap(([sessionId, code]) => {
      if (!isNew(sessionId)) return [];
      const free = asked.get(code)?.length === 1 && !taken.has(code);
      return [[sessionId, free ? code : `${code}-${sessionId.slice(0, 8).toUpperCase()}`]];
    }),
  );
}
