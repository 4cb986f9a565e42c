import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrganised } from '../organise-context.js';
import { Choice, Outcome, RoleOptions, TextLine } from './form-parts.js';
import { invite } from './remote.js';
import { useSending } from './use-sending.js';

/** Asks somebody into the team. */
export function InviteForm() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const { send, isBusy, wrong, done, failure } = useSending();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState('organiser');
  const work = async (): Promise<void> => {
    client.setQueryData(['team', slug], await invite(slug, { email: email.trim(), name, role }));
    setEmail('');
    setName('');
  };
  return (
    <section className="team-part">
      <h2>{t('team.team.invite')}</h2>
      <form
        className="team-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(work, t('team.team.invited', { email: email.trim() }));
        }}
      >
        <TextLine
          id="email"
          type="email"
          label={t('team.email')}
          autoComplete="off"
          required
          value={email}
          onText={setEmail}
          wrong={wrong['email']}
        />
        <TextLine id="name" label={t('team.nameOptional')} autoComplete="off" value={name} onText={setName} />
        <Choice id="role" label={t('team.team.role')} value={role} onChoice={setRole}>
          <RoleOptions />
        </Choice>
        <Button type="submit" loading={isBusy}>
          {t('team.team.send')}
        </Button>
      </form>
      <Outcome done={done} failure={failure} />
    </section>
  );
}
