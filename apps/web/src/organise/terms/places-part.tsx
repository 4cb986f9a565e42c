import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlacesAnswer, PoolStanding } from '@kopa/contracts';
import { placeModes, type PlaceMode } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { Refused } from '../../shell/call.js';
import { dateRange } from '../../time/clock-face.js';
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
                      set={(order) => setPlaces(slug, date, { mode, ...order })}
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
                set={({ capacity }) => setSeats(slug, code, capacity ?? 0)}
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

interface PoolProps {
  label: string;
  of: string;
  pool: PoolStanding;
  set: (order: Order) => Promise<PlacesAnswer>;
  altered: (pool: PoolStanding) => void;
}

function Pool({ label, of, pool, set, altered }: PoolProps) {
  const { t } = useTranslation();
  const id = useId();
  const [said, setSaid] = useState('');
  const [fault, setFault] = useState('');
  const [before, setBefore] = useState<Order | null>(null);
  const { scope, capacity, promotion, offerMinutes, taken, waiting } = pool;
  const put = async (change: Partial<Order>, isBack = false): Promise<void> => {
    const order = { capacity, promotion, offerMinutes, ...change };
    setSaid(t('terms.saving'));
    setFault('');
    try {
      const { promoted, ...now } = await set(order);
      altered({ ...pool, ...order, taken: now.taken, waiting: now.waiting, isSet: true });
      setBefore(isBack ? null : { capacity, promotion, offerMinutes });
      setSaid(
        promoted > 0
          ? t('terms.places.promoted', { count: promoted })
          : t(isBack ? 'terms.places.undone' : 'terms.saved'),
      );
    } catch (error) {
      setSaid('');
      setFault(t(error instanceof Refused ? 'terms.places.refused' : 'terms.places.unreachable'));
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
        {before !== null && (
          <button type="button" className="link-button quiet" onClick={() => void put(before, true)}>
            {t('terms.undo')}
            <span className="visually-hidden">{` ${of}: ${label}`}</span>
          </button>
        )}
      </p>
    </div>
  );
}
