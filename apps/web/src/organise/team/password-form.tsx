import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outcome, TextLine } from './form-parts.js';
import { setPassword } from './remote.js';
import { useProof } from './use-proof.js';
import { useSending } from './use-sending.js';

/** Chooses a password, or another one. */
export function PasswordForm({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { send, isBusy, wrong, done, failure } = useSending();
  const { proven, dialog } = useProof();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = async (): Promise<void> => {
    await proven(() => setPassword({ ...(hasPassword ? { current } : {}), password: next }));
    setCurrent('');
    setNext('');
    await client.invalidateQueries({ queryKey: ['account'] });
    await client.invalidateQueries({ queryKey: ['login-sessions'] });
  };
  return (
    <section className="team-part">
      <h2>{t(hasPassword ? 'team.account.password' : 'team.account.firstPassword')}</h2>
      <form
        className="team-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(change, t('team.account.changed'));
        }}
      >
        {/* For programs that keep passwords: they ask whose it is. */}
        <input type="hidden" autoComplete="username" value={email} readOnly />
        {hasPassword && (
          <TextLine
            id="current"
            type="password"
            label={t('team.account.current')}
            autoComplete="current-password"
            required
            value={current}
            onText={setCurrent}
            wrong={wrong['current']}
          />
        )}
        <TextLine
          id="password"
          type="password"
          label={t('team.account.next')}
          hint={t('team.passwordHint')}
          autoComplete="new-password"
          required
          value={next}
          onText={setNext}
          wrong={wrong['password']}
        />
        <Button type="submit" loading={isBusy}>
          {t('team.account.change')}
        </Button>
      </form>
      <Outcome done={done} failure={failure} />
      {dialog}
    </section>
  );
}
