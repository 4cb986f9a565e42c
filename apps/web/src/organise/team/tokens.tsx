import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiToken, NewApiToken, Role } from '@kopa/contracts';
import { useOrganised } from '../organise-context.js';
import { Choice, Outcome, RoleOptions, TextLine } from './form-parts.js';
import { createToken, fetchTokens, revokeToken } from './remote.js';
import { SureButton } from './sure-button.js';
import { useMoment } from './use-moment.js';
import { useSending } from './use-sending.js';

const lengths = [7, 30, 90, 365] as const;

/** The tokens of programs: made, seen once, revoked. */
export function Tokens() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['tokens', slug], queryFn: () => fetchTokens(slug), staleTime: 30_000 });
  const { send, isBusy, wrong, done, failure } = useSending();
  const [name, setName] = useState('');
  const [role, setRole] = useState('viewer');
  const [days, setDays] = useState('30');
  const [made, setMade] = useState<NewApiToken | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['tokens', slug] });
  const create = async (): Promise<void> => {
    const order = { name, role: role as Role, ...(days === '' ? {} : { days: Number(days) }) };
    setMade(await createToken(slug, order));
    setName('');
    await refresh();
  };
  const revoke = async ({ id }: ApiToken): Promise<void> => {
    await revokeToken(slug, id);
    if (made?.id === id) setMade(null);
    await refresh();
  };
  return (
    <section className="team-part">
      <h2>{t('team.tokens.title')}</h2>
      <p className="faint">{t('team.tokens.lead')}</p>
      {data?.items.length === 0 && <p className="faint">{t('team.tokens.none')}</p>}
      <ul className="team-list">
        {data?.items.map((token) => (
          <TokenLine
            key={token.id}
            token={token}
            revoke={() => void send(() => revoke(token), t('team.tokens.revoked', { name: token.name }))}
          />
        ))}
      </ul>
      <form
        className="team-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(create, t('team.tokens.made'));
        }}
      >
        <TextLine
          id="token-name"
          label={t('team.tokens.name')}
          required
          value={name}
          onText={setName}
          wrong={wrong['name']}
        />
        <Choice id="token-role" label={t('team.team.role')} value={role} onChoice={setRole}>
          <RoleOptions />
        </Choice>
        <Choice id="token-days" label={t('team.tokens.days')} value={days} onChoice={setDays}>
          {lengths.map((count) => (
            <option key={count} value={count}>
              {t('team.tokens.dayCount', { count })}
            </option>
          ))}
          <option value="">{t('team.tokens.forever')}</option>
        </Choice>
        <Button type="submit" loading={isBusy}>
          {t('team.tokens.create')}
        </Button>
      </form>
      <Outcome done={done} failure={wrong['name'] === undefined ? failure : null} />
      {made !== null && (
        <div className="team-field">
          <label htmlFor="token-made">{t('team.tokens.token', { name: made.name })}</label>
          <input id="token-made" readOnly value={made.token} onFocus={({ target }) => target.select()} />
        </div>
      )}
    </section>
  );
}

function TokenLine({ token, revoke }: { token: ApiToken; revoke: () => void }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const { name, role, expiresAt, lastUsedAt } = token;
  // An expired token is seen by its date; which clock is right is for the server to say.
  const ends = expiresAt === null ? t('team.tokens.forever') : t('team.tokens.until', { time: moment(expiresAt) });
  const used = lastUsedAt === null ? t('team.tokens.unused') : t('team.tokens.used', { time: moment(lastUsedAt) });
  return (
    <li>
      <span className="team-who">
        <strong>{name}</strong>
        <span className="faint">{[t(`organise.role.${role}`), ends, used].join(' · ')}</span>
      </span>
      <SureButton label={t('team.tokens.revoke')} sure={t('team.tokens.sure')} of={name} onSure={revoke} />
    </li>
  );
}
