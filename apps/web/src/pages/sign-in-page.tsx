import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../shell/app-link.js';
import { Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { Shell } from '../shell/shell.js';

type Step = 'ready' | 'busy' | 'done' | 'refused' | 'failed';

/**
 * Where a one-time link leads. The secret stands in the fragment, which no server sees, and is spent by the button only:
 * scanners that open links must not use it up.
 */
export function SignInPage() {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>('ready');
  usePageTitle(t('signIn.title'));
  const signIn = async (): Promise<void> => {
    setStep('busy');
    try {
      const answer = await fetch('/api/v1/login-sessions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ challenge: window.location.hash.slice(1) }),
      });
      if (answer.ok) window.history.replaceState(null, '', window.location.pathname);
      setStep(answer.ok ? 'done' : answer.status < 500 ? 'refused' : 'failed');
    } catch {
      setStep('failed');
    }
  };
  const title = step === 'done' ? t('signIn.done') : t('signIn.title');
  return (
    <Shell>
      <div role="status">
        <Notice level={1} title={title} hint={t(`signIn.${step}Hint`)}>
          {step === 'done' || step === 'refused' ? (
            <AppLink className="link-button" href="/">
              {t('app.allEvents')}
            </AppLink>
          ) : (
            <Button loading={step === 'busy'} onClick={() => void signIn()}>
              {t('signIn.button')}
            </Button>
          )}
        </Notice>
      </div>
    </Shell>
  );
}
