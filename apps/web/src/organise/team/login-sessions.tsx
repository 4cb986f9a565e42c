import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { LoginSession } from '@kopa/contracts';
import { browserName } from './browser-name.js';
import { Outcome } from './form-parts.js';
import { fetchLoginSessions, revokeLoginSession, revokeOtherLoginSessions } from './remote.js';
import { useMoment } from './use-moment.js';
import { useSending } from './use-sending.js';

/** Where one is signed in; each can be ended from here. */
export function LoginSessions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['login-sessions'], queryFn: fetchLoginSessions, staleTime: 10_000 });
  const { send, done, failure } = useSending();
  const end = (work: () => Promise<unknown>): void =>
    void send(async () => {
      await work();
      await client.invalidateQueries({ queryKey: ['login-sessions'] });
    }, t('team.account.revoked'));
  const sessions = data?.items ?? [];
  return (
    <section className="team-part">
      <h2>{t('team.account.sessions')}</h2>
      <p className="faint">{t('team.account.sessionsLead')}</p>
      <ul className="team-list">
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} revoke={() => end(() => revokeLoginSession(session.id))} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button variant="default" onClick={() => end(revokeOtherLoginSessions)}>
          {t('team.account.others')}
        </Button>
      )}
      <Outcome done={done} failure={failure} />
    </section>
  );
}

function SessionLine({ session, revoke }: { session: LoginSession; revoke: () => void }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const { userAgent, createdAt, lastUsedAt, isCurrent, openedBy } = session;
  const { browser, system } = browserName(userAgent);
  const name = t('team.account.browser', {
    browser: browser ?? t('team.account.unknown'),
    system: system ?? t('team.account.unknownSystem'),
  });
  const times = [
    t('team.account.since', { time: moment(createdAt) }),
    ...(openedBy === null ? [] : [t(`team.account.by.${openedBy}`)]),
    ...(lastUsedAt === null ? [] : [t('team.account.used', { time: moment(lastUsedAt) })]),
  ];
  return (
    <li>
      <span className="team-who">
        <strong>{name}</strong>
        <span className="faint">{times.join(' · ')}</span>
      </span>
      {isCurrent ? (
        <span className="org-role">{t('team.account.here')}</span>
      ) : (
        <Button variant="default" size="sm" onClick={revoke}>
          {t('team.account.revoke')}
          <span className="visually-hidden">
            {' '}
            {name}, {times.join(', ')}
          </span>
        </Button>
      )}
    </li>
  );
}
