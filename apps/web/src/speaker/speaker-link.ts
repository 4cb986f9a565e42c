import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventHref } from '../shell/app-link.js';
import { keepSpeaker } from './remote.js';

/** Takes the token of a speaker's link out of the address into a cookie, so that no history or Referer has it. */
export function useSpeakerLink(slug: string): { isOpening: boolean; error: unknown; again: () => void } {
  const router = useRouter();
  const { i18n } = useTranslation();
  const token = useRouterState({ select: ({ location }) => location.hash });
  const [failed, setFailed] = useState<{ token: string; error: unknown } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const locale = i18n.language === 'lv' ? 'lv' : 'en';
  const error = failed?.token === token ? failed.error : null;
  useEffect(() => {
    if (token === '') return undefined;
    let isOver = false;
    keepSpeaker(slug, token, { locale, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone }).then(
      () => {
        if (!isOver) router.history.replace(eventHref(slug, 'speaker'));
      },
      (reason: unknown) => {
        if (!isOver) setFailed({ token, error: reason });
      },
    );
    return () => {
      isOver = true;
    };
  }, [router, slug, token, attempt, locale]);
  const again = (): void => {
    setFailed(null);
    setAttempt(attempt + 1);
  };
  return { isOpening: token !== '' && error === null, error, again };
}
