import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { estimateTravel, mostTravelMinutes, sayTravel, travelBetween, type Venue } from '@kopa/domain';
import type { PartOfSettings } from './fields.js';

interface TravelTableProps {
  venues: readonly Venue[];
  nameOf: (venue: Venue) => string;
  edit: PartOfSettings['edit'];
}

/** What organisers said of a way, also by what they said of the way back. */
const saidOf = (from: Venue, to: Venue): number | null => from.minutesTo?.[to.id] ?? to.minutesTo?.[from.id] ?? null;

/** Minutes from venue to venue: as estimated from their positions, or as organisers know better. */
export function TravelTable({ venues, nameOf, edit }: TravelTableProps) {
  const { t } = useTranslation();
  const id = useId();
  const [isBothWays, setBothWays] = useState(() =>
    venues.every((from) => venues.every((to) => travelBetween(from, to) === travelBetween(to, from))),
  );
  const said = { interpolation: { escapeValue: false } };
  return (
    <div className="set-travel">
      <h3 id={`${id}-title`}>{t('settings.travel')}</h3>
      <p className="faint">{t('settings.travelHint')}</p>
      <label className="set-check">
        <input type="checkbox" checked={isBothWays} onChange={({ target }) => setBothWays(target.checked)} />
        {t('settings.bothWays')}
      </label>
      {/* A wide table is scrolled by keys as well. */}
      <div className="set-travel-scroll" tabIndex={0} role="region" aria-labelledby={`${id}-title`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('settings.fromTo')}</th>
              {venues.map((to) => (
                <th key={to.id} scope="col">
                  {nameOf(to)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {venues.map((from) => (
              <tr key={from.id}>
                <th scope="row">{nameOf(from)}</th>
                {venues.map((to) => (
                  <td key={to.id}>
                    {from.id === to.id ? (
                      <span className="faint" aria-hidden="true">
                        –
                      </span>
                    ) : (
                      <WayField
                        label={t('settings.way', { from: nameOf(from), to: nameOf(to), ...said })}
                        value={saidOf(from, to)}
                        estimate={estimateTravel(from, to)}
                        save={(minutes) =>
                          edit({
                            venues: {
                              upserted: sayTravel(venues, { from: from.id, to: to.id, minutes, isBothWays }),
                              removed: [],
                            },
                          })
                        }
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface WayFieldProps {
  label: string;
  value: number | null;
  estimate: number;
  save: (minutes: number | null) => void;
}

function WayField({ label, value, estimate, save }: WayFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const shown = value === null ? '' : String(value);
  const [text, setText] = useState(shown);
  const [seen, setSeen] = useState(shown);
  if (shown !== seen) {
    setSeen(shown);
    setText(shown);
  }
  const leave = (): void => {
    if (text.trim() === shown) return;
    save(text.trim() === '' ? null : Number(text));
  };
  return (
    <>
      <input
        type="number"
        inputMode="numeric"
        min={0}
        max={mostTravelMinutes}
        aria-label={label}
        aria-describedby={`${id}-estimate`}
        value={text}
        placeholder={String(estimate)}
        onChange={({ target }) => setText(target.value)}
        onBlur={leave}
      />
      <span className="set-estimate" id={`${id}-estimate`}>
        {t('settings.estimate', { count: estimate })}
      </span>
    </>
  );
}
