import type { DraftOutline } from '@kopa/contracts';

/** Whether a session is meant by what somebody types: a part of a title in any language, its code, or a speaker. */
export function isMeantBy(
  search: string,
  { title, code, speakerIds }: DraftOutline,
  speakers: ReadonlyMap<string, string>,
  language: string,
): boolean {
  const wanted = search.trim().toLocaleLowerCase(language);
  return [...Object.values(title), code, ...speakerIds.map((id) => speakers.get(id) ?? '')].some((text) =>
    text.toLocaleLowerCase(language).includes(wanted),
  );
}
