import type { MessageVersions } from '@kopa/contracts';
import { pickText, type Instant } from '@kopa/domain';
import type { Page, Part } from '../letters/page.js';
import { pageFor, type Reader } from '../letters/reader.js';

/** The version that a reader gets, and the language that it is in where it is another than theirs. */
export function versionFor(
  { language, programme }: Reader,
  versions: MessageVersions,
): { subject: string; body: string; original: string | null } {
  const tags = Object.fromEntries(Object.keys(versions).map((tag) => [tag, tag]));
  const picked = pickText(tags, language, programme.event.languages);
  const version = versions[picked.text];
  if (version === undefined) throw new Error('a message is in no language');
  return { ...version, original: picked.isFallback ? picked.language : null };
}

/** A message as a letter: its paragraphs, above them in which language it is if that is not the reader's. */
export function messagePage(
  reader: Reader,
  versions: MessageVersions,
  { at, isEssential }: { at: Instant; isEssential: boolean },
): Page {
  const { words } = reader;
  const { subject, body, original } = versionFor(reader, versions);
  const paragraphs = body.replaceAll('\r\n', '\n').split(/\n{2,}/);
  const parts: Part[] = [
    { part: 'title', text: subject },
    ...(original === null ? [] : [{ part: 'small' as const, text: words.message.original(original) }]),
    ...paragraphs.map((text): Part =>
      text.startsWith('## ') ? { part: 'heading', text: text.slice(3).trim() } : { part: 'text', text: text.trim() },
    ),
    ...(isEssential ? [{ part: 'small' as const, text: words.message.essential }] : []),
  ];
  const preview = paragraphs[0]?.replace(/^## /, '').slice(0, 140) ?? '';
  return pageFor(reader, { subject, preview, parts }, { at, ...(isEssential ? {} : { muted: 'messages' }) });
}
