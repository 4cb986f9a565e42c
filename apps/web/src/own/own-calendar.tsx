import './words.js';
import '../styles/own.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaView } from '@kopa/contracts';
import { agendaQuery, type HeldAgenda } from '../agenda/held-agenda.js';
import { useEvent } from '../programme/event-context.js';
import { agendaKey } from '../programme/live-keys.js';
import { ProblemNotice } from '../registration/problem.js';
import { chooseMail, mailKinds, reissueFeed, type MailKind } from './remote.js';
import { Reissue } from './reissue.js';

/** One's own calendar to subscribe to, and which mail is wanted. */
export function OwnCalendar() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { data, error, refetch } = useQuery(agendaQuery(slug));
  if (data !== undefined)
    return (
      <>
        <Calendar feedUrl={data.agenda.feedUrl} />
        <MailChoices mail={data.agenda.mail} />
      </>
    );
  if (error !== null) return <ProblemNotice error={error} again={() => void refetch()} />;
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{t('error.loading')}</span>
      <div className="loading-card" aria-hidden="true" />
    </div>
  );
}

/** Shows what the server has just answered, without waiting for the whole agenda. */
function useShownAgenda(): (part: Partial<AgendaView>) => void {
  const { slug } = useEvent();
  const client = useQueryClient();
  return (part) =>
    client.setQueryData<HeldAgenda>(
      agendaKey(slug),
      (before) => before && { ...before, agenda: { ...before.agenda, ...part } },
    );
}

function Calendar({ feedUrl }: Pick<AgendaView, 'feedUrl'>) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const show = useShownAgenda();
  const [copied, setCopied] = useState<'copied' | 'notCopied' | null>(null);
  const address = useRef<HTMLInputElement>(null);
  const copy = async (): Promise<void> => {
    try {
      // Pages that did not come by https have no clipboard at all.
      await navigator.clipboard.writeText(feedUrl);
      setCopied('copied');
    } catch {
      setCopied('notCopied');
      address.current?.focus();
    }
  };
  const reissue = async (): Promise<void> => {
    const { feedUrl: renewed } = await reissueFeed(slug);
    setCopied(null);
    show({ feedUrl: renewed });
  };
  return (
    <section className="panel" aria-labelledby="own-calendar">
      <h2 id="own-calendar">{t('own.calendar.title')}</h2>
      <p>{t('own.calendar.lead')}</p>
      <p className="reg-row">
        <a className="link-button strong" href={feedUrl.replace(/^https?:/, 'webcal:')}>
          {t('own.calendar.subscribe')}
        </a>
        <a className="link-button" href={`${new URL(feedUrl).pathname}?download=1`} download>
          {t('own.calendar.download')}
        </a>
      </p>
      <p className="own-address">
        <input
          type="text"
          readOnly
          ref={address}
          value={feedUrl}
          aria-label={t('own.calendar.address')}
          onFocus={({ target }) => target.select()}
        />
        <button type="button" className="link-button" onClick={() => void copy()}>
          {t('own.calendar.copy')}
        </button>
      </p>
      <p role="status">{copied === null ? '' : t(`own.calendar.${copied}`)}</p>
      <p className="faint">{t('own.calendar.secret')}</p>
      <Reissue what="calendar" reissue={reissue} />
    </section>
  );
}

function MailChoices({ mail }: Pick<AgendaView, 'mail'>) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const show = useShownAgenda();
  const [isKept, setKept] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const choose = async (kind: MailKind, isWanted: boolean): Promise<void> => {
    setKept(false);
    setFailure(null);
    show({ mail: { ...mail, [kind]: isWanted } });
    try {
      show({ mail: await chooseMail(slug, { [kind]: isWanted }) });
      setKept(true);
    } catch (error) {
      show({ mail });
      setFailure(error);
    }
  };
  return (
    <section className="panel" aria-labelledby="own-mail">
      <h2 id="own-mail">{t('own.mail.title')}</h2>
      <p className="faint">{t('own.mail.always')}</p>
      {mailKinds.map((kind) => (
        <label key={kind} className="reg-option">
          <input
            type="checkbox"
            checked={mail[kind]}
            aria-describedby={`mail-${kind}`}
            onChange={({ target }) => void choose(kind, target.checked)}
          />
          <span>
            {t(`own.mail.${kind}`)}
            <span className="reg-hint" id={`mail-${kind}`}>
              {t(`own.mail.${kind}Hint`)}
            </span>
          </span>
        </label>
      ))}
      <p role="status">{isKept ? t('own.mail.kept') : ''}</p>
      {failure !== null && <ProblemNotice error={failure} />}
    </section>
  );
}
