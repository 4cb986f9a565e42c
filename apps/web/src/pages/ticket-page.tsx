import '../registration/words.js';
import '../own/words.js';
import '../styles/registration.css';
import '../styles/own.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@kopa/contracts';
import { dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { holdTicket, ticketQuery, type HeldTicket } from '../own/held-ticket.js';
import { Reissue } from '../own/reissue.js';
import { reissueTicket } from '../own/remote.js';
import { useEvent } from '../programme/event-context.js';
import { Refused } from '../shell/call.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { clockRange, clockTime, dateInWords, dateRange, localDate, zoneName } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';

/** One's ticket: shown at the door, with or without a connection. */
export function TicketPage() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { data, error, refetch } = useQuery(ticketQuery(slug));
  usePageTitle(t('own.ticket.title'));
  const refusal = error instanceof Refused && error.status < 500 && error.status !== 429 ? error : null;
  if (refusal?.code === 'registration.unconfirmed')
    return (
      <Notice level={1} title={t('own.ticket.unconfirmed')} hint={t('own.ticket.unconfirmedHint')}>
        <AppLink className="link-button strong" href={eventHref(slug, 'me')}>
          {t('own.join.own')}
        </AppLink>
      </Notice>
    );
  if (refusal !== null)
    return (
      <Notice level={1} title={t('own.ticket.stranger')} hint={t('own.ticket.strangerHint')}>
        <AppLink className="link-button strong" href={eventHref(slug, 'register')}>
          {t('own.ticket.register')}
        </AppLink>
      </Notice>
    );
  if (data !== undefined) return <ShownTicket held={data} />;
  return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
}

function ShownTicket({ held: { ticket, at, isKept } }: { held: HeldTicket }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { other } = useZones();
  const client = useQueryClient();
  useScreenKeptOn();
  const { event } = index.programme;
  const locale = dateLocale(i18n.language);
  // At the door all clocks are the event's.
  const { zone, languages } = event;
  const time = (instant: string): string => clockTime(instant, zone, locale);
  const since = new Date(at).toISOString();
  return (
    <div className="reg own-ticket">
      <section className="panel own-ticket-face" aria-labelledby="ticket-of">
        <p className="own-ticket-event">
          <LocalText texts={event.title} fallbacks={languages} />
          <span className="faint">{dateRange(event.firstDay, event.lastDay, locale)}</span>
        </p>
        <h1 id="ticket-of" tabIndex={-1}>
          {ticket.name === '' ? t('own.ticket.title') : ticket.name}
        </h1>
        <div className="own-qr">
          <QRCodeSVG value={ticket.code} size={280} marginSize={4} level="M" title={t('own.ticket.code')} />
        </div>
        <p className="own-ticket-code">{ticket.registration}</p>
        <p className="faint own-screen">{t('own.ticket.show')}</p>
        <div role="status" className="own-screen">
          {isKept && (
            <p className="reg-warning">
              {t('own.ticket.asOf', {
                when: `${dateInWords(localDate(since, zone), locale, 'short')}, ${time(since)}`,
              })}
            </p>
          )}
        </div>
      </section>
      <section className="panel" aria-labelledby="ticket-days">
        <h2 id="ticket-days">{t('own.ticket.days')}</h2>
        <ul className="own-ticket-days">
          {ticket.days.map(({ date, mode, status }) => (
            <li key={date}>
              <span>{dateInWords(date, locale)}</span>
              <span>
                {mode === 'both' ? t('own.ticket.both') : t(`registration.days.${mode}`)}
                {status !== 'confirmed' && ` (${t(status === 'offered' ? 'own.ticket.offered' : 'own.ticket.waits')})`}
              </span>
            </li>
          ))}
        </ul>
        <h2>{t('own.ticket.addOns')}</h2>
        {ticket.addOns.length === 0 ? (
          <p className="faint">{t('own.ticket.none')}</p>
        ) : (
          <ul className="own-ticket-addons">
            {ticket.addOns.map((addOn) => (
              <TicketAddOn key={addOn.session} addOn={addOn} />
            ))}
          </ul>
        )}
        {other !== null && ticket.addOns.length > 0 && (
          <p className="faint">{t('time.shownIn', { zone: zoneName(zone, ticket.addOns[0]?.startsAt ?? since) })}</p>
        )}
        <div className="own-screen own-ticket-ways">
          <p className="reg-row">
            {!isKept && (
              <a
                className="link-button"
                href={`/api/v1/events/${encodeURIComponent(slug)}/me/ticket.pdf?lang=${i18n.language}`}
                download
              >
                {t('own.ticket.pdf')}
              </a>
            )}
            <button type="button" className="link-button" onClick={() => window.print()}>
              {t('own.ticket.print')}
            </button>
          </p>
          {!isKept && (
            <Reissue what="ticket" reissue={async () => holdTicket(client, slug, await reissueTicket(slug))} />
          )}
        </div>
      </section>
    </div>
  );
}

/** An add-on with a place: when and where to be, in the order in which it happens. */
function TicketAddOn({ addOn }: { addOn: Ticket['addOns'][number] }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { zone, languages } = index.programme.event;
  const locale = dateLocale(i18n.language);
  const { title, startsAt, endsAt, meetAt, departAt, returnAt, meetingPoint, hasSeat } = addOn;
  const time = (instant: string): string => clockTime(instant, zone, locale);
  return (
    <li>
      <strong>
        <LocalText texts={title} fallbacks={languages} />
      </strong>
      <span>{dateInWords(localDate(startsAt, zone), locale)}</span>
      <dl className="own-ticket-times">
        {meetAt !== null && (
          <Step time={time(meetAt)}>
            {t('own.ticket.meet')}
            {hasText(meetingPoint) && (
              <>
                {': '}
                <LocalText texts={meetingPoint} fallbacks={languages} />
              </>
            )}
          </Step>
        )}
        {departAt !== null && <Step time={time(departAt)}>{t('own.ticket.depart')}</Step>}
        <Step time={clockRange(startsAt, endsAt, zone, locale)}>{t('own.ticket.at')}</Step>
        {returnAt !== null && <Step time={time(returnAt)}>{t('own.ticket.back')}</Step>}
      </dl>
      {hasSeat && <span>{t('own.ticket.seat')}</span>}
    </li>
  );
}

function Step({ time, children }: { time: string; children: ReactNode }) {
  return (
    <div>
      <dt>{time}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Keeps the screen on while the ticket is shown, where the browser can. */
function useScreenKeptOn(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return undefined;
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const ask = (): void => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').then(
        (given) => {
          if (isOver) void given.release();
          else lock = given;
        },
        // A low battery refuses: the ticket is there all the same.
        () => undefined,
      );
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}
