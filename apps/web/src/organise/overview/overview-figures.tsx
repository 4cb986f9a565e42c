import './words.js';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@kopa/contracts';
import { attendanceModes, pickText } from '@kopa/domain';
import { countryName, dateLocale } from '../../language/language.js';
import { AppLink, eventHref } from '../../shell/app-link.js';
import { call, json } from '../../shell/call.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { dateInWords } from '../../time/clock-face.js';
import { useOrganised } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { BarChart } from './bar-chart.js';
import { Needs } from './needs.js';

/** Who comes and what needs attention, as it is now. */
export function OverviewFigures() {
  const { t, i18n } = useTranslation();
  const { slug, state, languages } = useOrganised();
  const { data, error, refetch } = useQuery({
    queryKey: ['overview', slug],
    queryFn: () => json<Overview>(call(slug, '/overview')),
    refetchOnMount: 'always',
    // Others register and mail is refused while it is open.
    refetchInterval: 15_000,
  });
  if (data === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  const { statuses, registered, days, countries, addOns, attention } = data;
  const locale = dateLocale(i18n.language);
  const titleOf = (title: Overview['addOns'][number]['title']): string =>
    pickText(title, i18n.language, languages).text;
  const none = statuses.confirmed + statuses.unconfirmed + statuses.cancelled === 0;
  return (
    <>
      <Needs needs={attention} />
      {none ? (
        <Notice
          title={t(state === 'public' ? 'overview.nobody' : 'overview.nothingReleased')}
          hint={t(state === 'public' ? 'overview.nobodyHint' : 'overview.nothingReleasedHint')}
        >
          <AppLink className="link-button" href={state === 'public' ? eventHref(slug) : organiseHref(slug, 'releases')}>
            {t(state === 'public' ? 'organise.menu.public' : 'organise.menu.releases')}
          </AppLink>
        </Notice>
      ) : (
        <>
          <p>{t('overview.statuses', statuses)}</p>
          <div className="charts">
            <BarChart
              title={t('overview.registered')}
              bars={registered.map(({ date, count }) => ({
                key: date,
                label: dateInWords(date, locale, 'short'),
                value: count,
              }))}
            />
            <BarChart
              title={t('overview.days')}
              bars={days.flatMap(({ date, modes }) =>
                attendanceModes
                  .filter((mode) => mode !== 'absent' && modes[mode] !== undefined)
                  .map((mode) => ({
                    key: `${date} ${mode}`,
                    label: `${dateInWords(date, locale, 'short')}, ${t(`overview.mode.${mode}`)}`,
                    value: modes[mode] ?? 0,
                  })),
              )}
            />
            <BarChart
              title={t('overview.countries')}
              bars={countries.map(({ country, count }) => ({
                key: country ?? '',
                label: country === null ? t('overview.notSaid') : countryName(country, i18n.language),
                value: count,
              }))}
            />
          </div>
        </>
      )}
      {addOns.length > 0 && (
        <BarChart
          title={t('overview.addOns')}
          bars={addOns.map(({ session, title, mode, taken, waiting, capacity }) => ({
            key: `${session} ${mode}`,
            label: `${titleOf(title)}, ${t(`overview.mode.${mode}`)}`,
            value: taken,
            ...(capacity === null ? {} : { full: capacity }),
            said: t(capacity === null ? 'overview.takenFree' : 'overview.taken', { taken, waiting, capacity }),
          }))}
        />
      )}
    </>
  );
}
