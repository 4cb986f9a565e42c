import { useTranslation } from 'react-i18next';

/** Subscribe and download buttons of one calendar; `part` as in `sessions/CODE`, empty for the whole programme. */
export function CalendarLinks({ slug, part = '', label }: { slug: string; part?: string; label?: string }) {
  const { t, i18n } = useTranslation();
  const path = `/calendar/${encodeURIComponent(slug)}${part === '' ? '' : `/${part}`}.ics?lang=${i18n.language}`;
  return (
    <span className="calendar-links">
      {label !== undefined && <span className="calendar-label">{label}</span>}
      <a className="link-button" href={`webcal://${window.location.host}${path}`}>
        <span className="icon icon-calendar" aria-hidden="true" />
        {t('calendar.subscribe')}
        {label !== undefined && <span className="visually-hidden">: {label}</span>}
      </a>
      <a className="link-button quiet" href={path} download>
        {t('calendar.download')}
        {label !== undefined && <span className="visually-hidden">: {label}</span>}
      </a>
    </span>
  );
}
