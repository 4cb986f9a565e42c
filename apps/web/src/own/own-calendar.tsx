import './words.js';
import '../styles/own.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaView } from '@kopa/contracts';
import { agendaQuery, type HeldAgenda } from '../agenda/held-agenda.js';
import { useEvent } from '../programme/event-context.js';
import { agendaKey } from '../programme/live-keys.js';
import { ProblemNotice } from '../registration/problem.js';
import { chooseMail, reissueFeed } from './remote.js';
import { Reissue } from './reissue.js';

/** One's own calendar to subscribe to, and which mail is wanted. */
export function OwnCalendar() {
  const { slug } = useEvent();
  const { data, error, refetch } = useQuery(agendaQuery(slug));
  if (data === undefined) return error === null ? null : <ProblemNotice error={error} again={() => void refetch()} />;
  return (
    <>
      <Calendar feedUrl={data.agenda.feedUrl} />
      <MailChoices mail={data.agenda.mail} />
    </>
  );
}

function Calendar({ feedUrl }: Pick<AgendaView, 'feedUrl'>) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const client = useQueryClient();
  const [copied, setCopied] = useState<'copied' | 'notCopied' | null>(null);
  const copy = (): void => {
    navigator.clipboard.writeText(feedUrl).then(
      () => setCopied('copied'),
      () => setCopied('notCopied'),
    );
  };
  const reissue = async (): Promise<void> => {
    const { feedUrl: renewed } = await reissueFeed(slug);
    setCopied(null);
    client.setQueryData<HeldAgenda>(
      agendaKey(slug),
      (before) => before && { ...before, agenda: { ...before.agenda, feedUrl: renewed } },
    );
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
          value={feedUrl}
          aria-label={t('own.calendar.address')}
          onFocus={({ target }) => target.select()}
        />
        <button type="button" className="link-button" onClick={copy}>
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
  const client = useQueryClient();
  const [isKept, setKept] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const show = (choices: AgendaView['mail']): void => {
    client.setQueryData<HeldAgenda>(
      agendaKey(slug),
      (before) => before && { ...before, agenda: { ...before.agenda, mail: choices } },
    );
  };
  const choose = async (kind: 'reminders' | 'changes', isWanted: boolean): Promise<void> => {
    setKept(false);
    setFailure(null);
    show({ ...mail, [kind]: isWanted });
    try {
      show(await chooseMail(slug, { [kind]: isWanted }));
      setKept(true);
    } catch (error) {
      show(mail);
      setFailure(error);
    }
  };
  return (
    <section className="panel" aria-labelledby="own-mail">
      <h2 id="own-mail">{t('own.mail.title')}</h2>
      <p className="faint">{t('own.mail.always')}</p>
      {(['reminders', 'changes'] as const).map((kind) => (
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
