import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorPerson } from '@kopa/contracts';
import type { MarkState } from '@kopa/domain';
import { collatorOf, dateLocale } from '../../language/language.js';
import { clockTime } from '../../time/clock-face.js';
import { foundPeople } from './found-people.js';
import { ticketKeyQuery } from './kept-lists.js';
import { PersonRow } from './person-row.js';
import { askWhoseTicket } from './remote.js';
import { Scanner } from './scanner.js';
import { isSigned, readTicket } from './ticket-check.js';

interface FindPeopleProps {
  slug: string;
  day: string;
  zone: string;
  people: readonly DoorPerson[];
  marks: ReadonlyMap<string, { state: MarkState; at: string }>;
  mark: (person: DoorPerson, state: MarkState) => void;
}

type Outcome = 'present' | 'already' | 'replaced' | 'cancelled' | 'unknown' | 'unread' | 'unproved';

const shownAtOnce = 8;

/** Finds who is registered by name, code or ticket, and checks them in. */
export function FindPeople({ slug, day, zone, people, marks, mark }: FindPeopleProps) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const [search, setSearch] = useState('');
  const [isScanning, setScanning] = useState(false);
  const [outcome, setOutcome] = useState<{ kind: Outcome; name: string; since: string } | null>(null);
  const { data: key } = useQuery(ticketKeyQuery(slug));
  const collator = collatorOf(i18n.language);
  const found = foundPeople(people, search).sort((a, b) => collator.compare(a.name, b.name));

  const take = (kind: Outcome, person: DoorPerson | null): void => {
    const held = person === null ? undefined : marks.get(person.code);
    const since = held === undefined ? (person?.presentAt ?? null) : held.state === 'present' ? held.at : null;
    const isAlready = kind === 'present' && since !== null;
    if (kind === 'present' && person !== null && !isAlready) mark(person, 'present');
    setOutcome({ kind: isAlready ? 'already' : kind, name: person?.name ?? '', since: since ?? '' });
  };
  const scanned = async (text: string): Promise<void> => {
    const ticket = readTicket(text);
    if (ticket === null) {
      take('unread', null);
      return;
    }
    const proof = key === undefined ? null : await isSigned(ticket, key.list);
    if (proof === false) {
      take('unknown', null);
      return;
    }
    const known = people.find(({ id: own }) => own === ticket.id) ?? null;
    if (proof === true && known !== null) {
      take(known.ticketVersion === ticket.version ? 'present' : 'replaced', known);
      return;
    }
    // Registered a moment ago, or this browser cannot tell: the server can.
    try {
      const { state, person } = await askWhoseTicket(slug, text.trim(), day);
      take(state === 'valid' ? 'present' : state, person);
    } catch {
      take(proof === true ? 'unknown' : 'unproved', null);
    }
  };

  return (
    <section className="door-part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('door.find')}</h2>
      <div className="door-search">
        <label className="org-field">
          {t('door.q')}
          <input
            type="search"
            className="org-input"
            value={search}
            onChange={(changed) => setSearch(changed.target.value)}
            autoComplete="off"
            aria-describedby={`${id}-hint`}
          />
        </label>
        <button
          type="button"
          className="link-button"
          aria-expanded={isScanning}
          onClick={() => {
            setScanning(!isScanning);
            setOutcome(null);
          }}
        >
          {t(isScanning ? 'door.scanStop' : 'door.scan')}
        </button>
      </div>
      {isScanning && <Scanner found={(text) => void scanned(text)} />}
      <p role="status" className="door-outcome" data-kind={outcome?.kind}>
        {outcome !== null &&
          t(`door.ticket.${outcome.kind}`, {
            name: outcome.name,
            time: outcome.since === '' ? '' : clockTime(outcome.since, zone, dateLocale(i18n.language)),
          })}
      </p>
      <p id={`${id}-hint`} className="faint" role="status">
        {found.length === 0 && search.trim().length >= 2 ? t('door.none') : t('door.qHint')}
      </p>
      {found.length > 0 && (
        <ul className="door-people">
          {found.slice(0, shownAtOnce).map((person) => (
            <PersonRow
              key={person.code}
              person={person}
              waiting={marks.get(person.code) ?? null}
              zone={zone}
              mark={(state) => mark(person, state)}
            />
          ))}
        </ul>
      )}
      {found.length > shownAtOnce && <p className="faint">{t('door.more', { count: found.length - shownAtOnce })}</p>}
    </section>
  );
}
