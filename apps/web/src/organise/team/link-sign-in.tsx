import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
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

type Step = 'ready' | 'busy' | 'done' | 'refused' | 'otherBrowser' | 'failed' | 'tooMany' | 'code' | 'wrongCode';

/** What the server's refusal means for the next step; whether to ask for a code is `useCode`'s to say. */
function stepAfter(error: unknown): Step {
  if (!(error instanceof Refused) || error.status >= 500) return 'failed';
  if (error.status === 429) return 'tooMany';
  if (error.code === 'secondFactor.wrong' || error.status === 422) return 'wrongCode';
  return error.code === 'challenge.otherBrowser' ? 'otherBrowser' : 'refused';
}

interface LinkSignInProps {
  secret: string;
  /** That a provider has shown the first factor already: the code is all that lacks. */
  isCodeNext: boolean;
  giveUp: () => void;
}

/**
 * Where a one-time link leads. The secret stands in the fragment, which no server sees, and is spent by the button only:
 * scanners that open links must not use it up.
 */
export function LinkSignIn({ secret, isCodeNext, giveUp }: LinkSignInProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const [step, setStep] = useState<Step>(isCodeNext ? 'code' : 'ready');
  const factor = useCode(isCodeNext);
  usePageTitle(t('team.link.title'));
  const spend = async (): Promise<void> => {
    setStep('busy');
    try {
      let to: string | undefined;
      const isDone = await factor.ask(async (more) => {
        ({ to } = await signIn({ challenge: secret, ...more }));
      });
      if (!isDone) {
        setStep('code');
        return;
      }
      await client.invalidateQueries();
      window.history.replaceState(null, '', window.location.pathname);
      if (isCodeNext) router.history.push(to ?? '/organise');
      else setStep('done');
    } catch (error) {
      setStep(stepAfter(error));
    }
  };
  const refused = t('team.refused', { returnObjects: true }) as Record<string, string>;
  const isOver = step === 'done' || step === 'refused' || step === 'otherBrowser';
  if (factor.isAsked && !isOver)
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
        <Outcome
          done={null}
          failure={step === 'failed' ? t('team.failed') : step === 'tooMany' ? (refused['tries.tooMany'] ?? '') : null}
        />
      </div>
    );
  return (
    <div role="status">
      <Notice
        level={1}
        title={step === 'done' ? t('team.link.done') : t('team.link.title')}
        hint={hintOf(step, isCodeNext, refused, t)}
      >
        {step === 'done' ? (
          <AppLink className="link-button" href="/organise">
            {t('team.link.organise')}
          </AppLink>
        ) : step === 'refused' || step === 'otherBrowser' ? (
          <Button variant="default" onClick={giveUp}>
            {isCodeNext ? t('team.signIn.back') : t('team.signIn.byLink')}
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

function hintOf(
  step: Step,
  isCodeNext: boolean,
  refused: Readonly<Record<string, string>>,
  t: (key: string) => string,
): string {
  if (isCodeNext && (step === 'refused' || step === 'otherBrowser')) return refused['oidc.late'] ?? '';
  if (step === 'otherBrowser') return refused['challenge.otherBrowser'] ?? '';
  if (step === 'tooMany') return refused['tries.tooMany'] ?? '';
  return t(`team.link.${step}Hint`);
}
