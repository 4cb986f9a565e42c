import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../../shell/app-link.js';
import { Refused } from '../../shell/call.js';
import { Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { CodeLine } from './code-line.js';
import { Outcome } from './form-parts.js';
import { signIn } from './remote.js';
import { useCode } from './use-code.js';

type Step = 'ready' | 'busy' | 'done' | 'refused' | 'otherBrowser' | 'failed' | 'code' | 'wrongCode';

/**
 * Where a one-time link leads. The secret stands in the fragment, which no server sees, and is spent by the button only:
 * scanners that open links must not use it up.
 */
export function LinkSignIn({ secret, giveUp }: { secret: string; giveUp: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [step, setStep] = useState<Step>('ready');
  const factor = useCode();
  usePageTitle(t('team.link.title'));
  const spend = async (): Promise<void> => {
    setStep('busy');
    try {
      if (!(await factor.ask((more) => signIn({ challenge: secret, ...more })))) {
        setStep('code');
        return;
      }
      await client.invalidateQueries();
      window.history.replaceState(null, '', window.location.pathname);
      setStep('done');
    } catch (error) {
      if (!(error instanceof Refused) || error.status >= 500) setStep('failed');
      else if (error.code === 'secondFactor.wrong' || error.status === 422) setStep('wrongCode');
      else setStep(error.code === 'challenge.otherBrowser' ? 'otherBrowser' : 'refused');
    }
  };
  const refused = t('team.refused', { returnObjects: true }) as Record<string, string>;
  const hint = step === 'otherBrowser' ? (refused['challenge.otherBrowser'] ?? '') : t(`team.link.${step}Hint`);
  if (factor.isAsked && step !== 'done' && step !== 'refused' && step !== 'otherBrowser')
    return (
      <div className="team-door">
        <h1 tabIndex={-1}>{t('team.link.title')}</h1>
        <form
          className="team-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void spend();
          }}
        >
          <CodeLine
            autoFocus
            value={factor.code}
            onText={factor.setCode}
            wrong={step === 'wrongCode' ? refused['secondFactor.wrong'] : undefined}
          />
          <Button type="submit" loading={step === 'busy'}>
            {t('team.link.button')}
          </Button>
        </form>
        <Outcome done={null} failure={step === 'failed' ? t('team.failed') : null} />
      </div>
    );
  return (
    <div role="status">
      <Notice level={1} title={step === 'done' ? t('team.link.done') : t('team.link.title')} hint={hint}>
        {step === 'done' ? (
          <AppLink className="link-button" href="/organise">
            {t('team.link.organise')}
          </AppLink>
        ) : step === 'refused' || step === 'otherBrowser' ? (
          <Button variant="default" onClick={giveUp}>
            {t('team.signIn.byLink')}
          </Button>
        ) : (
          <Button loading={step === 'busy'} onClick={() => void spend()}>
            {t('team.link.button')}
          </Button>
        )}
      </Notice>
    </div>
  );
}
