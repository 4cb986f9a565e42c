import { useTranslation } from 'react-i18next';
import type { PublishedAddOn, Slot } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { clockRange, clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';
import { HeldDeparture, PlannedDeparture } from './departure.js';
import { useEvent } from './event-context.js';

/** An add-on's meeting, departure, place and return, with what else a traveller must know. */
export function Journey({ addOn, slot }: { addOn: PublishedAddOn; slot: Slot }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  const locale = dateLocale(i18n.language);
  const { languages } = index.programme.event;
  const clock = (at: string): string => clockTime(at, shown, locale);
  const departure = { addOn, zone: shown, language: i18n.language, t };
  const steps = [
    { label: t('session.meetAt'), time: addOn.meetAt === null ? null : clock(addOn.meetAt) },
    {
      label: t('session.departAt'),
      time: addOn.departAt === null ? null : clock(addOn.departAt),
      planned: <PlannedDeparture {...departure} />,
      held: <HeldDeparture {...departure} />,
    },
    { label: t('session.arriveAt'), time: clockRange(slot.startsAt, slot.endsAt, shown, locale) },
    { label: t('session.returnAt'), time: addOn.returnAt === null ? null : clock(addOn.returnAt) },
  ];
  return (
    <section className="panel journey">
      <h2>{t('session.addOn')}</h2>
      <ol className="journey-steps">
        {steps.map(
          ({ label, time, planned, held }) =>
            time !== null && (
              <li key={label}>
                <strong>
                  {planned}
                  {time}
                </strong>
                <span>
                  {label} {held}
                </span>
              </li>
            ),
        )}
      </ol>
      <dl className="facts">
        {hasText(addOn.meetingPoint) && (
          <>
            <dt>{t('session.meetingPoint')}</dt>
            <dd>
              <LocalText texts={addOn.meetingPoint} fallbacks={languages} />
            </dd>
          </>
        )}
        {addOn.travelMinutes !== null && (
          <>
            <dt>{t('session.travel')}</dt>
            <dd>{t('session.travelEach', { count: addOn.travelMinutes })}</dd>
          </>
        )}
        {hasText(addOn.bring) && (
          <>
            <dt>{t('session.bring')}</dt>
            <dd>
              <LocalText texts={addOn.bring} fallbacks={languages} />
            </dd>
          </>
        )}
        {addOn.minimumAge !== null && (
          <>
            <dt>{t('session.minimumAge')}</dt>
            <dd>{t('session.age', { count: addOn.minimumAge })}</dd>
          </>
        )}
        {addOn.minimumNumber !== null && (
          <>
            <dt>{t('session.minimumNumber')}</dt>
            <dd>{t('session.people', { count: addOn.minimumNumber })}</dd>
          </>
        )}
        {addOn.goNoGoAt !== null && (
          <>
            <dt>{t('session.goNoGo')}</dt>
            <dd>
              {dateInWords(localDate(addOn.goNoGoAt, shown), locale, 'short')}, {clock(addOn.goNoGoAt)}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
