import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import { useOrganised } from '../../organise/organise-context.js';
import { OverviewFigures } from '../../organise/overview/overview-figures.js';
import { organiseHref, places } from '../../organise/places.js';
import { AppLink } from '../../shell/app-link.js';
import { LocalText } from '../../language/local-text.js';
import { usePageTitle } from '../../shell/page-title.js';
import { dateRange } from '../../time/clock-face.js';

/** Who comes, what needs attention, and what can be done for the event, by one's role in it. */
export function HomePage() {
  const { t, i18n } = useTranslation();
  const { slug, title, languages, firstDay, lastDay, state, may } = useOrganised();
  usePageTitle(t('organise.home'));
  return (
    <div className="org-narrow">
      <h1 tabIndex={-1}>
        <LocalText texts={title} fallbacks={languages} />
      </h1>
      <p className="faint">
        {dateRange(firstDay, lastDay, dateLocale(i18n.language))} · {t(`organise.state.${state}`)}
      </p>
      {may('registrations.read') && <OverviewFigures />}
      <ul className="org-cards">
        {places
          .filter(({ part, permission }) => part !== 'overview' && may(permission))
          .map(({ part }) => (
            <li key={part}>
              <AppLink href={organiseHref(slug, part)}>{t(`organise.menu.${part}`)}</AppLink>
              <p className="faint">{t(`organise.purpose.${part}`)}</p>
            </li>
          ))}
      </ul>
    </div>
  );
}
