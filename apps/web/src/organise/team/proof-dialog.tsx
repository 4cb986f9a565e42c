import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProofWay } from '@kopa/domain';
import { AppLink } from '../../shell/app-link.js';
import { Dialog } from '../dialog.js';
import { CodeLine } from './code-line.js';
import { Outcome, TextLine } from './form-parts.js';
import { passkeyObstacle, showPasskey } from './passkey-ceremony.js';
import { giveProof } from './remote.js';
import { useSending } from './use-sending.js';

interface ProofDialogProps {
  /** What would do; nothing: only signing in again. */
  by: readonly ProofWay[];
  stop: () => void;
  done: () => void;
}

/** Asks who sits there to show once more that it is they. */
export function ProofDialog({ by, stop, done }: ProofDialogProps) {
  const { t } = useTranslation();
  const { send, isBusy, wrong, failure } = useSending((path) => `proof-${path}`);
  const [text, setText] = useState('');
  const line = by.find((way) => way !== 'passkey');
  const give = (proof: () => Promise<unknown>): void =>
    void send(async () => {
      await proof();
      done();
    });
  const isUsable = by.includes('passkey') && passkeyObstacle() === null;
  const isNothing = line === undefined && !isUsable;
  // Who signs in by a link or a provider may not know their password any more.
  const again = (
    <AppLink className={isNothing ? 'link-button strong' : undefined} href="/sign-in?to=/organise/account">
      {t('team.proof.signIn')}
    </AppLink>
  );
  return (
    <Dialog title={t('team.proof.title')} close={stop}>
      <p>{t(isNothing ? 'team.proof.again' : 'team.proof.lead')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (line !== undefined) give(() => giveProof(line === 'code' ? { code: text.trim() } : { password: text }));
        }}
      >
        {line === 'code' && <CodeLine id="proof-code" autoFocus value={text} onText={setText} wrong={wrong['code']} />}
        {line === 'password' && (
          <TextLine
            id="proof-password"
            type="password"
            label={t('team.password')}
            autoComplete="current-password"
            autoFocus
            required
            value={text}
            onText={setText}
            wrong={wrong['password']}
          />
        )}
        {line !== undefined && (
          <Button type="submit" loading={isBusy}>
            {t('team.proof.goOn')}
          </Button>
        )}
        {isUsable && (
          <Button
            type="button"
            variant={line === undefined ? 'filled' : 'default'}
            onClick={() => give(async () => giveProof({ passkey: await showPasskey() }))}
          >
            {t('team.proof.passkey')}
          </Button>
        )}
        {isNothing && again}
        <Button type="button" variant="default" onClick={stop}>
          {t('team.proof.stop')}
        </Button>
        {!isNothing && again}
      </form>
      <Outcome done={null} failure={failure} />
    </Dialog>
  );
}
