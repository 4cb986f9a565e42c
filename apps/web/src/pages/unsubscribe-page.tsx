import '../own/words.js';
import '../styles/registration.css';
import { useRouterState, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mailKinds, unsubscribe } from '../own/remote.js';
import { useEvent } from '../programme/event-context.js';
import { ProblemNotice } from '../registration/problem.js';
import { Refused } from '../shell/call.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';

/** Where a mail's "unsubscribe" leads. Opening it changes nothing: scanners open links too. */
export function UnsubscribePage() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { kind } = useSearch({ from: '/e/$slug/unsubscribe' });
  const token = useRouterState({ select: ({ location }) => location.hash });
  const [state, setState] = useState<'asking' | 'done' | 'undone'>('asking');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  usePageTitle(t('own.unsubscribe.title'));

  const choose = async (isWanted: boolean): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    try {
      await unsubscribe(token, kind === undefined ? mailKinds : [kind], isWanted);
      setState(isWanted ? 'undone' : 'done');
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const own = (
    <AppLink className="link-button" href={eventHref(slug, 'me')}>
      {t('own.unsubscribe.own')}
    </AppLink>
  );
  const isUnknown = token === '' || (failure instanceof Refused && failure.status < 500 && failure.status !== 429);
  if (isUnknown)
    return (
      <div role="status">
        <Notice level={1} title={t('own.unsubscribe.unknown')} hint={t('own.unsubscribe.unknownHint')}>
          {own}
        </Notice>
      </div>
    );
  const title = state === 'asking' ? t(`own.unsubscribe.${kind ?? 'all'}`) : t(`own.unsubscribe.${state}`);
  const button = { asking: 'button', done: 'undo', undone: 'again' } as const;
  return (
    <div role="status">
      <Notice level={1} title={title} hint={t('own.unsubscribe.hint')}>
        <p className="reg-row own-ways">
          <button
            type="button"
            className={state === 'done' ? 'link-button' : 'link-button strong'}
            aria-disabled={isBusy}
            onClick={() => void choose(state === 'done')}
          >
            {isBusy && <span className="reg-spinner" aria-hidden="true" />}
            {t(`own.unsubscribe.${button[state]}`)}
          </button>
          {state !== 'asking' && own}
        </p>
        {failure !== null && <ProblemNotice error={failure} />}
      </Notice>
    </div>
  );
}
