import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mail } from '@kopa/contracts';
import { AppLink } from '../../shell/app-link.js';
import { clockTime, dateInWords, localDate } from '../../time/clock-face.js';
import { useZones } from '../../time/zone-choice.js';
import { useOrganised } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { letterHref, retryMail } from './remote.js';

/** One mail: to whom, what became of it, what the mail server said; its letter when it is opened. */
export function MailCard({ mail }: { mail: Mail }) {
  const { t, i18n } = useTranslation();
  const { slug, may } = useOrganised();
  const { shown } = useZones();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [retried, setRetried] = useState<'busy' | 'done' | 'failed' | null>(null);
  const { id, kind, state, recipient, subject, response, attempts } = mail;
  const time = (at: string): string =>
    `${dateInWords(localDate(at, shown), i18n.language, 'short')} ${clockTime(at, shown, i18n.language)}`;
  const retry = async (): Promise<void> => {
    setRetried('busy');
    try {
      await retryMail(slug, id);
      setRetried('done');
      await client.invalidateQueries({ queryKey: ['outbox', slug] });
    } catch {
      setRetried('failed');
    }
  };
  const isStuck = state === 'refused' || state === 'given-up';
  // Kinds have dots, which are paths to `t`.
  const kindText = (t('outbox.kind', { returnObjects: true }) as Record<string, string>)[kind] ?? kind;
  return (
    <li className="outbox-mail">
      <div className="outbox-head">
        <span className={`outbox-state outbox-${state}`}>{t(`outbox.state.${state}`)}</span>
        <h2>
          {mail.registration === null ? (
            recipient
          ) : (
            <AppLink href={organiseHref(slug, `registrations/${mail.registration}`)}>{recipient}</AppLink>
          )}
        </h2>
      </div>
      <p>{subject ?? kindText}</p>
      <p className="faint">
        {[
          kindText,
          mail.sentAt === null
            ? t('outbox.written', { time: time(mail.writtenAt) })
            : t('outbox.sentAt', { time: time(mail.sentAt) }),
          ...(state === 'sent' ? [] : [t('outbox.attempts', { count: attempts })]),
          ...(mail.dueAt !== null && attempts > 0 ? [t('outbox.next', { time: time(mail.dueAt) })] : []),
        ].join(' · ')}
      </p>
      {response !== null && state !== 'sent' && (
        <p className="outbox-said">
          {state === 'dropped' ? t('outbox.why') : t('outbox.said')} <q lang="en">{response}</q>
        </p>
      )}
      <div className="outbox-deeds">
        {may('registrations.write') && (
          <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t('outbox.close') : t('outbox.read')}
            <span className="visually-hidden"> {recipient}</span>
          </button>
        )}
        {isStuck && may('registrations.write') && (
          <button
            type="button"
            className="link-button strong"
            aria-disabled={retried === 'busy'}
            onClick={() => retried !== 'busy' && void retry()}
          >
            {t('outbox.retry')}
            <span className="visually-hidden"> {recipient}</span>
          </button>
        )}
        <span role="status">
          {retried === 'done' && t('outbox.retried')}
          {retried === 'failed' && t('outbox.retryFailed')}
        </span>
      </div>
      {isOpen && (
        // Nothing runs in it, and its links open elsewhere.
        <iframe
          title={t('outbox.letter', { recipient })}
          src={letterHref(slug, id)}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
        />
      )}
    </li>
  );
}
