import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mailStates, type PeopleMessage } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { AppLink } from '../../shell/app-link.js';
import { useSeconds } from './use-seconds.js';
import { useOrganised } from '../organise-context.js';
import { useMomentWords } from '../people/moment-words.js';
import { organiseHref } from '../places.js';
import { fetchMailsOf, stopMessage } from './remote.js';

/** A message that was sent: how far it is, what became of each mail, and what ends it. */
export function SentMessage({ message }: { message: PeopleMessage }) {
  const { t, i18n } = useTranslation();
  const { slug, languages } = useOrganised();
  const client = useQueryClient();
  const moment = useMomentWords();
  const now = useSeconds(message.mails.due > 0);
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const { id, versions, mails, writtenAt, heldUntil, stoppedAt } = message;
  const subjects = Object.fromEntries(Object.entries(versions).map(([tag, { subject }]) => [tag, subject]));
  const { text: subject, language } = pickText(subjects, i18n.language, languages);
  const all = mailStates.reduce((sum, state) => sum + mails[state], 0);
  const held = Math.ceil((Date.parse(heldUntil) - now) / 1000);
  const stop = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFailed(false);
    try {
      await stopMessage(slug, id);
      await client.invalidateQueries({ queryKey: ['messages', slug] });
      await client.invalidateQueries({ queryKey: ['mails of message', slug, id] });
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="people-card">
      <h3 lang={language}>{subject}</h3>
      <p className="faint">
        {[
          moment(writtenAt),
          ...mailStates.flatMap((state) =>
            mails[state] === 0 ? [] : [t(`messages.figures.${state}`, { count: mails[state] })],
          ),
          ...(stoppedAt === null ? [] : [t('messages.stopped')]),
        ].join(' · ')}
      </p>
      {mails.due > 0 && (
        <progress
          className="msg-progress"
          max={all}
          value={all - mails.due}
          aria-label={t('messages.progress', { done: all - mails.due, all })}
        />
      )}
      <div className="org-deeds">
        {mails.due > 0 && stoppedAt === null && (
          <>
            {held > 0 && <span>{t('messages.goesIn', { count: held })}</span>}
            <button type="button" className="link-button" aria-disabled={isBusy} onClick={() => void stop()}>
              {t(held > 0 ? 'messages.takeBack' : 'messages.stop')}
              <span className="visually-hidden"> {subject}</span>
            </button>
          </>
        )}
        <button type="button" className="link-button quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('messages.each')}
          <span className="visually-hidden"> {subject}</span>
        </button>
      </div>
      <p className="org-fault" role="alert">
        {hasFailed && t('messages.unreachable')}
      </p>
      {isOpen && <EachMail id={id} />}
    </li>
  );
}

function EachMail({ id }: { id: string }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['mails of message', slug, id],
    queryFn: ({ pageParam }) => fetchMailsOf(slug, id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 5_000,
  });
  if (data === undefined) return <p className="faint">{t('people.loading')}</p>;
  return (
    <>
      <ul className="people-mails">
        {data.pages
          .flatMap(({ items }) => items)
          .map(({ id: mail, recipient, registration, state, response }) => (
            <li key={mail}>
              <span className={`outbox-state outbox-${state}`}>{t(`outbox.state.${state}`)}</span>{' '}
              {registration === null ? (
                recipient
              ) : (
                <AppLink href={organiseHref(slug, `registrations/${registration}`)}>{recipient}</AppLink>
              )}
              {response !== null && state !== 'sent' && (
                <p className="outbox-said">
                  <q lang="en">{response}</q>
                </p>
              )}
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <button
          type="button"
          className="link-button"
          aria-disabled={isFetchingNextPage}
          onClick={() => !isFetchingNextPage && void fetchNextPage()}
        >
          {t('messages.more')}
        </button>
      )}
    </>
  );
}
