import { useTranslation } from 'react-i18next';
import type { AgendaEntry, AgendaView, ConflictInAgenda } from '@kopa/contracts';
import { conflictName, type Alternative } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from '../registration/acting.js';
import { useTitleOf } from '../registration/title-of.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';
import { alternativeInWords, conflictInWords, isOnTheWay } from './conflict-words.js';
import { canTake, takeInstead } from './take-instead.js';

interface ConflictNoteProps {
  conflict: ConflictInAgenda;
  agenda: AgendaView;
  /** By the ids of their slots. */
  items: ReadonlyMap<string, AgendaEntry>;
}

/** What stands in the way of two items, between them, with what can be done about it by one tap. */
export function ConflictNote({ conflict, agenda, items }: ConflictNoteProps) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const titleOf = useTitleOf();
  const telling = { t, titleOf, zone: shown, locale: dateLocale(i18n.language) };
  const isCalm = isOnTheWay(conflict);
  const words = conflictInWords(conflict, items, (code) => index.sessions.get(code)?.mode === 'in-person', telling);
  const [a, b] = conflict.sessions.map(titleOf);
  const ways = isCalm ? [] : waysOut(conflict, items);
  const name = isCalm ? 'labelOnTheWay' : b === undefined ? 'labelOne' : 'label';
  return (
    <section className="clash" data-calm={isCalm} aria-label={t(`agenda.conflict.${name}`, { a, b })}>
      <p className="clash-what">
        <span className={`icon icon-${isCalm ? 'journey' : 'clash'}`} aria-hidden="true" />
        <span>{words}</span>
      </p>
      {(ways.length > 0 || conflict.kind === 'mode') && (
        <div className="clash-ways" role="group" aria-label={t('agenda.conflict.instead')}>
          {ways.map(({ item, alternative }) => (
            <WayOut
              key={`${alternative.kind} ${alternative.of} ${alternative.session}`}
              item={item}
              alternative={alternative}
              agenda={agenda}
              name={conflictName(conflict)}
            />
          ))}
          {conflict.kind === 'mode' && (
            <AppLink className="link-button" href={eventHref(slug, 'me')}>
              {t('agenda.conflict.changeDay')}
            </AppLink>
          )}
        </div>
      )}
    </section>
  );
}

interface Way {
  item: AgendaEntry;
  alternative: Alternative;
}

function waysOut({ alternatives }: ConflictInAgenda, items: ReadonlyMap<string, AgendaEntry>): Way[] {
  const bySession = new Map([...items.values()].map((item) => [item.session, item]));
  return alternatives.flatMap((alternative) => {
    const item = bySession.get(alternative.of);
    return item !== undefined && canTake(alternative, item) ? [{ item, alternative }] : [];
  });
}

function WayOut({ item, alternative, agenda, name }: Way & { agenda: AgendaView; name: string }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const { act, busy } = useActing();
  const titleOf = useTitleOf();
  const locale = dateLocale(i18n.language);
  const { kind, of, session } = alternative;
  const [slot] = index.sessions.get(session)?.slots ?? [];
  const when =
    slot === undefined
      ? ''
      : `${dateInWords(localDate(slot.startsAt, shown), locale, 'short')}, ${clockTime(slot.startsAt, shown, locale)}`;
  const work = `${name} ${kind} ${of} ${session}`;
  const take = (): void =>
    act(work, async (): Promise<Told> => {
      const takeBack = await takeInstead(slug, item, alternative, agenda);
      const undo = (): void =>
        act(`${work} back`, async (): Promise<Told> => {
          const stands = await takeBack();
          const words = stands === 'waits' ? 'agenda.instead.undoneAs' : 'agenda.instead.undone';
          return { text: t(words, { title: titleOf(of) }) };
        });
      return {
        text: t(`agenda.instead.done.${kind}`, { title: titleOf(session) }),
        action: { label: t('agenda.undo'), run: undo },
      };
    });
  return (
    <button
      type="button"
      className="link-button"
      aria-disabled={busy !== null}
      data-busy={busy === work}
      onClick={take}
    >
      {alternativeInWords(alternative, when, { t, titleOf })}
    </button>
  );
}
