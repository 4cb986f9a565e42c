import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { forgetOwn } from '../own/forget-own.js';
import { eventHref } from '../shell/app-link.js';
import { setKnownHere } from './known-here.js';
import { keepToken } from './remote.js';

interface ManageLink {
  /** A link's token is on its way into the cookie. */
  isOpening: boolean;
  error: unknown;
  again: () => void;
}

/**
 * Keeps the token of a link to one's own page in the cookie and takes it out of the address, so that no history or
 * Referer has it. Whose registration was open here before is let go of. `part` is the page, as in `agenda`.
 */
export function useManageLink(slug: string, part: string): ManageLink {
  const router = useRouter();
  const client = useQueryClient();
  const token = useRouterState({ select: ({ location }) => location.hash });
  const [failed, setFailed] = useState<{ token: string; error: unknown } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const error = failed?.token === token ? failed.error : null;

  useEffect(() => {
    if (token === '') return undefined;
    let isOver = false;
    keepToken(slug, token).then(
      () => {
        if (isOver) return;
        setKnownHere(slug, true);
        forgetOwn(client, slug);
        router.history.replace(eventHref(slug, part));
      },
      (reason: unknown) => {
        if (!isOver) setFailed({ token, error: reason });
      },
    );
    return () => {
      isOver = true;
    };
  }, [client, router, slug, part, token, attempt]);

  const again = (): void => {
    setFailed(null);
    setAttempt(attempt + 1);
  };
  return { isOpening: token !== '' && error === null, error, again };
}
