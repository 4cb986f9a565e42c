import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { eventHref } from '../shell/app-link.js';
import { keepToken } from './remote.js';

interface ManageLink {
  /** A link's token is on its way into the cookie. */
  isOpening: boolean;
  error: unknown;
  again: () => void;
}

/** Keeps the token of a manage link in the cookie and takes it out of the address, so that no history or Referer has it. */
export function useManageLink(slug: string): ManageLink {
  const router = useRouter();
  const token = useRouterState({ select: ({ location }) => location.hash });
  const [failed, setFailed] = useState<{ token: string; error: unknown } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const error = failed?.token === token ? failed.error : null;

  useEffect(() => {
    if (token === '') return undefined;
    let isOver = false;
    keepToken(slug, token).then(
      () => {
        if (!isOver) router.history.replace(eventHref(slug, 'me'));
      },
      (reason: unknown) => {
        if (!isOver) setFailed({ token, error: reason });
      },
    );
    return () => {
      isOver = true;
    };
  }, [router, slug, token, attempt]);

  const again = (): void => {
    setFailed(null);
    setAttempt(attempt + 1);
  };
  return { isOpening: token !== '' && error === null, error, again };
}
