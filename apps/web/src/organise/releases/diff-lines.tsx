import { useTranslation } from 'react-i18next';
import type { ReleaseHits } from '@kopa/contracts';
import { pickText, type PlannedSlot, type ReleaseDiff, type Texts } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { clockRange, dateInWords, localDate } from '../../time/clock-face.js';

interface DiffLinesProps {
  diff: ReleaseDiff;
  zone: string;
  languages: readonly string[];
  /** Names of rooms by id. */
  rooms: ReadonlyMap<string, string>;
  hits?: ReleaseHits['sessions'];
}

/** What a release changes, session by session: before and after, and who has to do with it. */
export function DiffLines({ diff, zone, languages, rooms, hits = {} }: DiffLinesProps) {
  const { t, i18n } = useTranslation();
  const where = useStandWords(zone, rooms);
  const titleOf = (title: Texts) => {
    const { text, language } = pickText(title, i18n.language, languages);
    return <b lang={language}>{text}</b>;
  };
  const hitOf = (code: string) => {
    const hit = hits[code];
    const words =
      hit === undefined
        ? []
        : (['taken', 'waiting', 'starred'] as const).flatMap((kind) =>
            hit[kind] === 0 ? [] : [t(`organise.releases.hit.${kind}`, { count: hit[kind] })],
          );
    return words.length > 0 && <span className="rel-hit">{words.join(', ')}</span>;
  };
  const fieldNames = t('organise.releases.field', { returnObjects: true }) as Record<string, string>;
  const groups = [
    {
      name: 'added',
      lines: diff.added.map(({ session, title }) => <Line key={session}>{titleOf(title)}</Line>),
    },
    {
      name: 'moved',
      lines: diff.moved.map(({ session, title, slots }) => (
        <Line key={session}>
          {titleOf(title)} {hitOf(session)}
          {slots.map(({ slot, before, after }) => (
            <span key={slot} className="rel-move">
              <del>{where(before)}</del> <span aria-hidden="true">→</span>{' '}
              <ins>
                <span className="visually-hidden">{t('organise.releases.now')} </span>
                {where(after)}
              </ins>
            </span>
          ))}
        </Line>
      )),
    },
    {
      name: 'changed',
      lines: diff.changed.map(({ session, title, fields }) => (
        <Line key={session}>
          {titleOf(title)} {hitOf(session)}
          <span className="faint">{fields.map((field) => fieldNames[field] ?? field).join(', ')}</span>
        </Line>
      )),
    },
    {
      name: 'removed',
      lines: diff.removed.map(({ session, title }) => (
        <Line key={session}>
          {titleOf(title)} {hitOf(session)}
        </Line>
      )),
    },
    {
      name: 'frame',
      lines: diff.frame.map((part) => <Line key={part}>{t(`organise.releases.frame.${part}`)}</Line>),
    },
  ].filter(({ lines }) => lines.length > 0);
  return (
    <div className="rel-groups">
      {groups.map(({ name, lines }) => (
        <section key={name}>
          <h3>{t(`organise.releases.group.${name}`, { count: lines.length })}</h3>
          <ul>{lines}</ul>
        </section>
      ))}
    </div>
  );
}

function Line({ children }: { children: React.ReactNode }) {
  return <li>{children}</li>;
}

/** Says when and where a slot stands. */
export function useStandWords(
  zone: string,
  rooms: ReadonlyMap<string, string>,
): (slot: Omit<PlannedSlot, 'id'> | null) => string {
  const { t, i18n } = useTranslation();
  const locale = dateLocale(i18n.language);
  return (slot) =>
    slot === null
      ? t('organise.releases.nowhere')
      : [
          `${dateInWords(localDate(slot.startsAt, zone), locale, 'short')} ${clockRange(slot.startsAt, slot.endsAt, zone, locale)}`,
          ...[slot.roomId, slot.onlineRoomId].flatMap((id) => (id === null ? [] : [rooms.get(id) ?? ''])),
        ].join(', ');
}
