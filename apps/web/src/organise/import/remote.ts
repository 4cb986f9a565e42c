import type { ImportAnswer } from '@kopa/contracts';
import { refusalOf } from '../../shell/call.js';

/** A big file over a village's line, and the time to read it. */
const patience = 5 * 60_000;

/** What is to be done with a file. */
export interface ImportChoices {
  as: 'part' | 'whole';
  source: string;
  times: 'tray' | 'keep';
  /** Also when more than a fifth of the imported sessions would vanish. */
  removals: boolean;
}

/** Imports a file into the draft, or (`isDry`) only tells what that would do. Throws `Refused`. */
export async function sendImport(
  slug: string,
  file: File,
  choices: ImportChoices,
  isDry: boolean,
): Promise<ImportAnswer> {
  const { as, source, times, removals } = choices;
  const query = new URLSearchParams({
    name: file.name.slice(-200),
    as,
    ...(as === 'part' ? { source, times } : {}),
    ...(removals ? { removals: '1' } : {}),
    ...(isDry ? { dry: '1' } : {}),
  });
  const answer = await fetch(`/api/v1/events/${encodeURIComponent(slug)}/draft/imports?${query.toString()}`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/octet-stream' },
    body: file,
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as ImportAnswer;
}
