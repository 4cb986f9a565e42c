import type { ConflictInAgenda } from '@kopa/contracts';
import type { Alteration, Instant, Mode, Texts } from '@kopa/domain';
import { directoryOf } from '../../programme/directory.js';
import type { CardLine, Page, Part } from './page.js';
import { pageFor, textFor, titleFor, type Reader } from './reader.js';

/** What a mail of kind `agenda.changed` tells. */
export interface ChangesTold {
  changes: { session: string; title: Texts; alterations: Alteration[]; reason: Texts | null }[];
  conflicts: ConflictInAgenda[];
}

/** What changed of what is somebody's: old, new, why; and what stands in each other's way now, with what can be done. */
export function changedPage(reader: Reader, { changes, conflicts }: ChangesTold, at: Instant): Page {
  const { words, links } = reader;
  const [first] = changes;
  const isOne = changes.length === 1 && first !== undefined;
  const parts: Part[] = [
    { part: 'title', text: isOne ? words.changed.titleOne : words.changed.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${words.changed.text}` },
    ...changes.map((change): Part => ({ part: 'card', card: changeCard(reader, change) })),
    ...(conflicts.length === 0 ? [] : [{ part: 'heading', text: words.changed.conflicts } as const]),
    ...conflicts.flatMap((conflict) => conflictParts(reader, conflict)),
    { part: 'button', label: words.changed.button, href: links.agenda },
  ];
  const subject = isOne
    ? words.changed.subjectOne(textFor(reader, first.title))
    : words.changed.subject(changes.length);
  return pageFor(reader, { subject, preview: words.changed.preview, parts }, { at, muted: 'changes' });
}

function changeCard(reader: Reader, { session, title, alterations, reason }: ChangesTold['changes'][number]) {
  const { words, links } = reader;
  return {
    time: null,
    title: textFor(reader, title),
    href: directoryOf(reader.programme).sessions.has(session) ? links.session(session) : null,
    badges: [],
    lines: [
      ...alterations.map((alteration) => alterationLine(reader, alteration)),
      ...(reason === null ? [] : [{ label: words.changed.why, text: textFor(reader, reason) }]),
    ],
  };
}

function alterationLine(reader: Reader, { kind, from, to }: Alteration): CardLine {
  const { words } = reader;
  if (kind === 'cancelled' || kind === 'reinstated' || kind === 'removed') return { text: words.changed[kind] };
  if (kind === 'swapped') return { label: words.changed.kind.swapped, text: titleFor(reader, String(to)) };
  return { label: words.changed.kind[kind], was: valueText(reader, from), text: valueText(reader, to) };
}

/** Instants, modes, or texts; null where there is none. */
function valueText(reader: Reader, value: unknown): string {
  const { words, moments } = reader;
  if (value === null || value === undefined) return words.changed.none;
  if (typeof value === 'object') return textFor(reader, value as Texts) || words.changed.none;
  const said = typeof value === 'string' ? value : JSON.stringify(value);
  if (Object.hasOwn(words.changed.modes, said)) return words.changed.modes[said as Mode];
  return /^\d{4}-\d{2}-\d{2}T/.test(said) ? moments.moment(said) : said;
}

function conflictParts(reader: Reader, conflict: ConflictInAgenda): Part[] {
  const { words } = reader;
  const ways = conflict.alternatives.map((way) => wayText(reader, way));
  return [
    { part: 'warning', text: conflictText(reader, conflict) },
    ...(ways.length === 0
      ? []
      : [{ part: 'text', text: [`${words.changed.youCan}:`, ...ways.map((way) => `• ${way}`)].join('\n') } as const]),
  ];
}

function conflictText(reader: Reader, conflict: ConflictInAgenda): string {
  const { words, moments } = reader;
  const title = (code: string): string => titleFor(reader, code);
  if (conflict.kind === 'mode')
    return words.changed.mode(
      title(conflict.sessions[0]),
      conflict.mode === null ? words.changed.none : words.changed.modes[conflict.mode],
      words.day[conflict.day],
    );
  const [one, other] = conflict.sessions;
  const said =
    conflict.kind === 'overlap'
      ? [words.changed.overlap(title(one), title(other), moments.range(conflict.startsAt, conflict.endsAt))]
      : [
          words.changed.travel(title(one), title(other), conflict.minutesShort),
          ...(conflict.isMissed ? [words.changed.missed(title(other))] : []),
        ];
  return [...said, ...(conflict.isOnTheWay ? [words.changed.onTheWay] : [])].join(' ');
}

function wayText(reader: Reader, { kind, of, session }: ConflictInAgenda['alternatives'][number]): string {
  const { words, moments } = reader;
  const [old, instead] = [titleFor(reader, of), titleFor(reader, session)];
  const slot = directoryOf(reader.programme).sessions.get(session)?.slots[0];
  switch (kind) {
    case 'slot':
      return words.changed.instead.slot(old, instead, slot === undefined ? '' : moments.moment(slot.startsAt));
    case 'online':
      return words.changed.instead.online(old);
    case 'fallback':
      return words.changed.instead.fallback(old, instead);
    case 'recording':
      return words.changed.instead.recording(old);
  }
}
