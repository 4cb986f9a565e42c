import '../registration/words.js';
import '../own/words.js';
import '../styles/registration.css';
import '../styles/own.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@kopa/contracts';
import { LocalText } from '../language/local-text.js';
import { Reissue } from '../own/reissue.js';
import { fetchTicket, reissueTicket, ticketKey } from '../own/remote.js';
import { useEvent } from '../programme/event-context.js';
import { keep, readKept } from '../programme/kept.js';
import { Refused } from '../registration/remote.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { clockRange, clockTime, dateInWords, localDate } from '../time/clock-face.js';

interface HeldTicket {
  ticket: Ticket;
  /** When the server gave it (milliseconds since 1970). */
  at: number;
  isKept: boolean;
}

const keptTicket = (slug: string): string => `ticket:${slug}`;

/** From the server, else as it was kept: a farm's gate may have no signal. */
async function ticketOrKept(slug: string): Promise<HeldTicket> {
  try {
    const held = { ticket: await fetchTicket(slug), at: Date.now() };
    void keep(keptTicket(slug), held);
    return { ...held, isKept: false };
  } catch (error) {
    const kept = isRefusal(error) ? undefined : await readKept<Omit<HeldTicket, 'isKept'>>(keptTicket(slug));
    if (kept === undefined) throw error;
    return { ...kept, isKept: true };
  }
}

const isRefusal = (error: unknown): boolean => error instanceof Refused && error.status < 500;

/** One's ticket: shown at the door, with or without a connection. */
export function TicketPage() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { data, error, refetch } = useQuery({
    queryKey: ticketKey(slug),
    queryFn: () => ticketOrKept(slug),
    refetchOnMount: 'always',
    refetchOnReconnect: 'always',
    // Without a connection what is kept answers.
    networkMode: 'always',
    retry: false,
  });
  usePageTitle(t('own.ticket.title'));
  useWakeLock();
  if (data !== undefined) return <ShownTicket held={data} />;
  if (error === null) return <Loading />;
  if (!isRefusal(error)) return <LoadFailed retry={() => void refetch()} />;
  return (
    <Notice level={1} title={t('own.ticket.stranger')} hint={t('own.ticket.strangerHint')}>
      <AppLink className="link-button strong" href={eventHref(slug, 'register')}>
        {t('own.ticket.register')}
      </AppLink>
    </Notice>
  );
}

function ShownTicket({ held: { ticket, at, isKept } }: { held: HeldTicket }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const client = useQueryClient();
  const { event } = index.programme;
  const time = (instant: string): string => clockTime(instant, event.zone, i18n.language);
  const reissue = async (): Promise<void> => {
    const held = { ticket: await reissueTicket(slug), at: Date.now() };
    void keep(keptTicket(slug), held);
    client.setQueryData<HeldTicket>(ticketKey(slug), { ...held, isKept: false });
  };
  return (
    <div className="reg own-ticket">
      <section className="panel own-ticket-face" aria-labelledby="ticket-of">
        <p className="own-ticket-event">
          <LocalText texts={event.title} fallbacks={event.languages} />
        </p>
        <h1 id="ticket-of" tabIndex={-1}>
          {ticket.name === '' ? t('own.ticket.title') : ticket.name}
        </h1>
        <div className="own-qr">
          <QRCodeSVG value={ticket.code} size={280} marginSize={4} level="M" title={t('own.ticket.code')} />
        </div>
        <p className="own-ticket-code">{ticket.registration}</p>
        <p className="faint own-screen">{t('own.ticket.show')}</p>
        {isKept && (
          <p role="status" className="reg-warning">
            {t('own.ticket.asOf', {
              when: `${dateInWords(localDate(new Date(at).toISOString(), event.zone), i18n.language, 'short')} ${clockTime(at, event.zone, i18n.language)}`,
            })}
          </p>
        )}
      </section>
      <section className="panel" aria-labelledby="ticket-days">
        <h2 id="ticket-days">{t('own.ticket.days')}</h2>
        <ul className="own-ticket-days">
          {ticket.days.map(({ date, mode, status }) => (
            <li key={date}>
              <span>{dateInWords(date, i18n.language)}</span>
              <span>
                {t(`registration.days.${mode}`)}
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
              <li key={addOn.session}>
                <strong>
                  <LocalText texts={addOn.title} fallbacks={event.languages} />
                </strong>
                <span>{dateInWords(localDate(addOn.startsAt, event.zone), i18n.language)}</span>
                {addOn.meetAt !== null && (
                  <span>
                    {t('own.ticket.meetAt', { time: time(addOn.meetAt) })}
                    {', '}
                    <LocalText texts={addOn.meetingPoint} fallbacks={event.languages} />
                  </span>
                )}
                {addOn.departAt !== null && <span>{t('own.ticket.depart', { time: time(addOn.departAt) })}</span>}
                <span>
                  {t('own.ticket.at', { range: clockRange(addOn.startsAt, addOn.endsAt, event.zone, i18n.language) })}
                </span>
                {addOn.returnAt !== null && <span>{t('own.ticket.back', { time: time(addOn.returnAt) })}</span>}
                {addOn.hasSeat && <span>{t('own.ticket.seat')}</span>}
              </li>
            ))}
          </ul>
        )}
        <div className="own-screen">
          <p className="reg-row">
            <a className="link-button" href={`/api/v1/events/${encodeURIComponent(slug)}/me/ticket.pdf`} download>
              {t('own.ticket.pdf')}
            </a>
            <button type="button" className="link-button" onClick={() => window.print()}>
              {t('own.ticket.print')}
            </button>
          </p>
          {!isKept && <Reissue what="ticket" reissue={reissue} />}
        </div>
      </section>
    </div>
  );
}

/** Keeps the screen on while the ticket is shown, where the browser can. */
function useWakeLock(): void {
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
