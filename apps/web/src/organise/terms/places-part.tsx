import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlacesAnswer, PoolStanding } from '@kopa/contracts';
import { isEqual, joinFields, placeModes, type PlaceMode } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { Refused } from '../../shell/call.js';
import { dateRange } from '../../time/clock-face.js';
import { refusalInWords } from '../refusals/in-words.js';
import { NumberField as CountField } from '../sessions/fields.js';
import { Part } from '../settings/fields.js';
import { Choice } from '../team/form-parts.js';
import type { SessionChoice } from './part-of-terms.js';
import { fetchPools, setPlaces, setSeats } from './remote.js';

interface PlacesPartProps {
  slug: string;
  /** Dates of the event. */
  days: readonly string[];
  addOns: readonly SessionChoice[];
  /** Places are of what is published. */
  isPublic: boolean;
}

const poolOf = (pools: readonly PoolStanding[], scope: PoolStanding['scope'], key: string, mode: PlaceMode) =>
  pools.find((pool) => pool.scope === scope && pool.key === key && pool.mode === mode) ?? {
    scope,
    key,
    mode,
    version: 0,
    capacity: null,
    promotion: 'automatic' as const,
    offerMinutes: 1440,
    taken: 0,
    waiting: 0,
    isSet: false,
  };

/** How many may come: in all, on each day, in each mode, and in the coaches of add-ons. Each number holds at once. */
export function PlacesPart({ slug, days, addOns, isPublic }: PlacesPartProps) {
  const { t, i18n } = useTranslation();
  const queryKey = ['places', slug];
  const client = useQueryClient();
  const { data: pools } = useQuery({ queryKey, queryFn: () => fetchPools(slug), refetchOnMount: 'always' });
  const altered = (pool: PoolStanding): void => {
    const isSame = (one: PoolStanding): boolean =>
      one.scope === pool.scope && one.key === pool.key && one.mode === pool.mode;
    client.setQueryData<PoolStanding[]>(queryKey, (known = []) => [...known.filter((one) => !isSame(one)), pool]);
  };
  return (
    <Part title={t('terms.places.title')}>
      <p className="faint">{t(isPublic ? 'terms.places.lead' : 'terms.places.unpublished')}</p>
      {isPublic && pools !== undefined && (
        <ul className="set-records">
          {[null, ...days].map((date) => {
            const name = date === null ? t('terms.places.event') : dateRange(date, date, dateLocale(i18n.language));
            return (
              <li key={date ?? ''}>
                <h3>{name}</h3>
                <div className="terms-pools">
                  {placeModes.map((mode) => (
                    <Pool
                      key={mode}
                      label={t(`terms.places.${mode}`)}
                      of={name}
                      pool={poolOf(pools, date === null ? 'event' : 'day', date ?? '', mode)}
                      set={(order, version) => setPlaces(slug, date, { mode, ...order }, version)}
                      altered={altered}
                    />
                  ))}
                </div>
              </li>
            );
          })}
          {addOns.map(({ code, title }) => (
            <li key={code}>
              <h3>{title}</h3>
              <Pool
                label={t('terms.places.seats')}
                of={title}
                pool={poolOf(pools, 'seat', code, 'in-person')}
                set={({ capacity }, version) => setSeats(slug, code, capacity ?? 0, version)}
                altered={altered}
              />
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

type Order = Pick<PoolStanding, 'capacity' | 'promotion' | 'offerMinutes'>;
const orderOf = ({ capacity, promotion, offerMinutes }: Order): Order => ({ capacity, promotion, offerMinutes });

interface PoolProps {
  label: string;
  of: string;
  pool: PoolStanding;
  /** Throws `Refused` 412 with the pool as it is where `version` is not its own. */
  set: (order: Order, version: number) => Promise<PlacesAnswer>;
  altered: (pool: PoolStanding) => void;
}

/** What two organisers set at once: one's own, what the other made of it, and the fields that both altered. */
interface Contest {
  mine: Order;
  theirs: PoolStanding;
  fields: readonly string[];
}

function Pool({ label, of, pool, set, altered }: PoolProps) {
  const { t } = useTranslation();
  const id = useId();
  const [said, setSaid] = useState('');
  const [fault, setFault] = useState('');
  const [before, setBefore] = useState<Order | null>(null);
  const [contest, setContest] = useState<Contest | null>(null);
  const { scope, taken, waiting } = pool;
  const { capacity, promotion, offerMinutes } = contest?.mine ?? pool;
  const fieldsInWords = (fields: readonly string[], from: Order): string =>
    fields
      .map((field) => {
        if (field === 'promotion') return `${t('terms.places.promotion')}: ${t(`terms.places.${from.promotion}`)}`;
        if (field === 'offerMinutes') return `${t('terms.places.offerHours')}: ${Math.round(from.offerMinutes / 60)}`;
        return `${label}: ${from.capacity ?? t('terms.places.unlimited')}`;
      })
      .join(', ');
  /** Sets places of what is seen; what somebody else set meanwhile is joined by field, or asked about. */
  const send = async (seen: PoolStanding, order: Order, isBack = false, theirs = ''): Promise<void> => {
    setSaid(t('terms.saving'));
    setFault('');
    try {
      const { promoted, version, ...now } = await set(order, seen.version);
      altered({ ...seen, ...order, version, taken: now.taken, waiting: now.waiting, isSet: true });
      setBefore(isBack ? null : orderOf(seen));
      setContest(null);
      const done = isBack ? t('terms.places.undone') : t('terms.saved');
      const moved = promoted > 0 ? t('terms.places.promoted', { count: promoted }) : done;
      setSaid(theirs === '' ? moved : `${moved} ${theirs}`);
    } catch (error) {
      setSaid('');
      if (error instanceof Refused && error.status === 412) {
        const current = error.problem['current'] as PoolStanding;
        const { merged, contested } = joinFields(orderOf(seen), order, orderOf(current));
        if (contested.length > 0) setContest({ mine: merged, theirs: current, fields: contested });
        else {
          const others = (['capacity', 'promotion', 'offerMinutes'] as const).filter(
            (field) => current[field] !== seen[field] && current[field] !== order[field],
          );
          const names = fieldsInWords(others, current);
          await send(
            current,
            merged,
            isBack,
            names === '' ? theirs : t('terms.places.joined', { names, interpolation: { escapeValue: false } }),
          );
        }
      } else if (error instanceof Refused) setFault(refusalInWords(error, () => label));
      else setFault(t('terms.places.unreachable'));
    }
  };
  const put = async (change: Partial<Order>, isBack = false): Promise<void> => {
    // What is contested waits for an answer, as do further edits.
    if (contest === null) await send(pool, { ...orderOf(pool), ...change }, isBack);
    else setContest({ ...contest, mine: { ...contest.mine, ...change } });
  };
  const settle = async ({ mine, theirs, fields }: Contest, whose: 'mine' | 'theirs'): Promise<void> => {
    const kept =
      whose === 'mine' ? {} : Object.fromEntries(fields.map((field) => [field, theirs[field as keyof Order]]));
    const order = { ...mine, ...kept };
    if (!isEqual(order, orderOf(theirs))) await send(theirs, order);
    else {
      altered(theirs);
      setContest(null);
    }
  };
  const filled = [
    taken > 0 ? t('terms.places.taken', { count: taken }) : '',
    waiting > 0 ? t('terms.places.waiting', { count: waiting }) : '',
  ].filter(Boolean);
  return (
    <div className="terms-pool" role="group" aria-label={`${of}: ${label}`}>
      <div className="set-row">
        <CountField
          label={label}
          hint={[t(scope === 'seat' ? 'terms.places.noCoach' : 'terms.places.noLimit'), ...filled].join(' · ')}
          value={capacity}
          save={(number) => void put({ capacity: number })}
        />
        {(scope === 'day' || scope === 'session') && capacity !== null && (
          <Choice
            id={`${id}-promotion`}
            label={t('terms.places.promotion')}
            value={promotion}
            onChoice={(value) => void put({ promotion: value as Order['promotion'] })}
          >
            <option value="automatic">{t('terms.places.automatic')}</option>
            <option value="offer">{t('terms.places.offer')}</option>
          </Choice>
        )}
        {scope !== 'seat' && promotion === 'offer' && (
          <CountField
            label={t('terms.places.offerHours')}
            value={Math.round(offerMinutes / 60)}
            most={720}
            save={(hours) => void put({ offerMinutes: Math.max(1, hours ?? 24) * 60 })}
          />
        )}
      </div>
      <p className="terms-said">
        <span role="status">{said}</span>
        <span className="org-fault" role="alert">
          {fault}
        </span>
        {contest !== null && (
          <span className="ses-contest" role="alert">
            <span>
              {t('terms.contested', {
                names: fieldsInWords(contest.fields, contest.theirs),
                interpolation: { escapeValue: false },
              })}
            </span>
            {(['mine', 'theirs'] as const).map((whose) => (
              <button
                key={whose}
                type="button"
                className={whose === 'mine' ? 'link-button strong' : 'link-button'}
                onClick={() => void settle(contest, whose)}
              >
                {t(`terms.${whose}`)}
                <span className="visually-hidden">{` ${of}: ${label}`}</span>
              </button>
            ))}
          </span>
        )}
        {before !== null && contest === null && (
          <button type="button" className="link-button quiet" onClick={() => void put(before, true)}>
            {t('terms.undo')}
            <span className="visually-hidden">{` ${of}: ${label}`}</span>
          </button>
        )}
      </p>
    </div>
  );
}
