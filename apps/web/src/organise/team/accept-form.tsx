import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvitedTo } from '@kopa/contracts';
import { LocalText } from '../../language/local-text.js';
import { organisedQuery } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { CodeLine } from './code-line.js';
import { Outcome, TextLine } from './form-parts.js';
import { ProviderFailure, useProviderName } from './provider-sign-in.js';
import { acceptByProvider, acceptInvitation } from './remote.js';
import { useCode } from './use-code.js';
import { useMoment } from './use-moment.js';
import { useSending } from './use-sending.js';

interface AcceptFormProps {
  secret: string;
  invitation: InvitedTo;
  /** Why a provider's answer did not accept it. */
  failed: { code: string; id: string } | null;
}

/** Says to what one is invited, and lets one in by a password of one's own, or by the provider. */
export function AcceptForm({ secret, invitation, failed }: AcceptFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const moment = useMoment();
  const { send, isBusy, wrong, failure } = useSending();
  const { email, role, title, languages, expiresAt, wantsPassword } = invitation;
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState('');
  const factor = useCode();
  const provider = useProviderName();
  const named = name.trim() === '' ? {} : { name };
  const accept = async (): Promise<void> => {
    let slug = '';
    const isDone = await factor.ask(async (more) => {
      ({ slug } = await acceptInvitation({
        challenge: secret,
        ...more,
        ...named,
        ...(wantsPassword ? { password } : {}),
      }));
    });
    if (!isDone) return;
    await client.invalidateQueries({ queryKey: organisedQuery.queryKey });
    router.history.push(organiseHref(slug));
  };
  const goOn = async (): Promise<void> => {
    const { url } = await acceptByProvider({ challenge: secret, ...named });
    window.location.assign(url);
  };
  return (
    <div className="team-door">
      <h1 tabIndex={-1}>{t('team.invitation.title')}</h1>
      <p>
        <strong>
          <LocalText texts={title} fallbacks={languages} />
        </strong>
      </p>
      <p className="faint">
        {t('team.invitation.role')} {t(`organise.role.${role}`)}
        <br />
        {t('team.invitation.as')} {email}
        <br />
        {t('team.invitation.until', { time: moment(expiresAt) })}
      </p>
      {failed !== null && <ProviderFailure {...failed} />}
      <form
        className="team-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(accept);
        }}
      >
        {/* For programs that keep passwords: they ask whose it is. */}
        <input type="hidden" autoComplete="username" value={email} readOnly />
        {wantsPassword ? (
          <>
            <TextLine id="name" label={t('team.name')} autoComplete="name" value={name} onText={setName} />
            <TextLine
              id="password"
              type="password"
              label={t('team.password')}
              hint={t('team.passwordHint')}
              autoComplete="new-password"
              required
              value={password}
              onText={setPassword}
              wrong={wrong['password']}
            />
          </>
        ) : (
          <p>{t('team.invitation.has')}</p>
        )}
        {factor.isAsked && <CodeLine autoFocus value={factor.code} onText={factor.setCode} wrong={wrong['code']} />}
        <Button type="submit" loading={isBusy}>
          {t('team.invitation.button')}
        </Button>
        {provider !== null && (
          <>
            <Button type="button" variant="default" aria-describedby="by-provider" onClick={() => void send(goOn)}>
              {t('team.invitation.byProvider', { name: provider, interpolation: { escapeValue: false } })}
            </Button>
            <p className="team-hint" id="by-provider">
              {t('team.invitation.byProviderHint', { email, interpolation: { escapeValue: false } })}
            </p>
          </>
        )}
      </form>
      <Outcome done={null} failure={failure} />
    </div>
  );
}
