import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { CodeLine } from './code-line.js';
import { Outcome, TextLine } from './form-parts.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { ProviderFailure, ProviderSignIn } from './provider-sign-in.js';
import { sendLink, signIn } from './remote.js';
import { useCode } from './use-code.js';
import { useSending } from './use-sending.js';

interface PasswordSignInProps {
  /** The page to go to afterwards. */
  to: string | null;
  /** Why a provider's answer did not sign in. */
  failed: { code: string; id: string } | null;
}

/** Signs in by a password, or asks for a link by mail; or by what else there is. */
export function PasswordSignIn({ to, failed }: PasswordSignInProps) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const { send, isBusy, wrong, failure } = useSending();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isSent, setSent] = useState(false);
  const factor = useCode();
  usePageTitle(isSent ? t('team.signIn.sent') : t('team.signIn.title'));
  const enter = async (work: (more: { code?: string }) => Promise<unknown>): Promise<void> => {
    if (!(await factor.ask(work))) return;
    await client.invalidateQueries();
    router.history.push(to ?? '/organise');
  };
  const ask = async (): Promise<void> => {
    await sendLink(email.trim(), i18n.language.startsWith('lv') ? 'lv' : 'en');
    setSent(true);
  };
  if (isSent)
    return (
      <div role="status">
        <Notice
          level={1}
          title={t('team.signIn.sent')}
          hint={t('team.signIn.sentHint', { email, interpolation: { escapeValue: false } })}
        >
          <Button variant="default" onClick={() => setSent(false)}>
            {t('team.signIn.back')}
          </Button>
        </Notice>
      </div>
    );
  return (
    <div className="team-door">
      <h1 tabIndex={-1}>{t('team.signIn.title')}</h1>
      <p className="faint">{t('team.signIn.lead')}</p>
      {failed !== null && <ProviderFailure {...failed} />}
      <form
        className="team-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(() => enter((more) => signIn({ email: email.trim(), password, ...more })));
        }}
      >
        <TextLine
          id="email"
          type="email"
          label={t('team.email')}
          autoComplete="username"
          required
          value={email}
          onText={setEmail}
          wrong={wrong['email']}
        />
        <TextLine
          id="password"
          type="password"
          label={t('team.password')}
          autoComplete="current-password"
          value={password}
          onText={setPassword}
          wrong={wrong['password']}
        />
        {factor.isAsked && <CodeLine autoFocus value={factor.code} onText={factor.setCode} wrong={wrong['code']} />}
        <Button type="submit" loading={isBusy}>
          {t('team.signIn.button')}
        </Button>
        <Button type="button" variant="default" onClick={() => void send(ask)}>
          {t('team.signIn.byLink')}
        </Button>
        <PasskeySignIn enter={(work) => void send(() => enter(work))} />
        <ProviderSignIn to={to} />
      </form>
      <Outcome done={null} failure={failure} />
    </div>
  );
}
