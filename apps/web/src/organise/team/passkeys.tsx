import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Passkey } from '@kopa/contracts';
import { browserName } from './browser-name.js';
import { Outcome, TextLine } from './form-parts.js';
import { makePasskey, passkeyObstacle } from './passkey-ceremony.js';
import { addPasskey, fetchPasskeys, removePasskey, renamePasskey } from './remote.js';
import { SureButton } from './sure-button.js';
import { useProof } from './use-proof.js';
import { useMoment } from './use-moment.js';
import { useSending } from './use-sending.js';

/** The passkeys of one's account: made, named, removed. */
export function Passkeys() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['passkeys'], queryFn: fetchPasskeys, staleTime: 10_000 });
  const { send, isBusy, wrong, done, failure } = useSending();
  const { proven, dialog } = useProof();
  const { browser, system } = browserName(navigator.userAgent);
  const [name, setName] = useState([browser, system].filter((part) => part !== null).join(', '));
  const obstacle = passkeyObstacle();
  const refresh = () => client.invalidateQueries({ queryKey: ['passkeys'] });
  const add = async (): Promise<void> => {
    await addPasskey({ name: name.trim(), made: await proven(makePasskey) });
    await refresh();
  };
  const remove = async ({ id }: Passkey): Promise<void> => {
    await proven(() => removePasskey(id));
    await refresh();
  };
  const rename = async ({ id }: Passkey, next: string): Promise<void> => {
    await renamePasskey(id, next);
    await refresh();
  };
  const named = (key: string, passkey: string): string =>
    t(key, { name: passkey, interpolation: { escapeValue: false } });
  return (
    <section className="team-part">
      <h2>{t('team.passkeys.title')}</h2>
      <p className="faint">{t('team.passkeys.lead')}</p>
      {data?.items.length === 0 && <p className="faint">{t('team.passkeys.none')}</p>}
      <ul className="team-list">
        {data?.items.map((passkey) => (
          <PasskeyLine
            key={passkey.id}
            passkey={passkey}
            rename={(next) => send(() => rename(passkey, next), named('team.passkeys.renamed', next))}
            remove={() => void send(() => remove(passkey), named('team.passkeys.removed', passkey.name))}
          />
        ))}
      </ul>
      {obstacle === null ? (
        <form
          className="team-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send(add, named('team.passkeys.added', name.trim()));
          }}
        >
          <TextLine
            id="name"
            label={t('team.passkeys.name')}
            hint={t('team.passkeys.nameHint')}
            maxLength={80}
            required
            value={name}
            onText={setName}
            wrong={wrong['name']}
          />
          <Button type="submit" loading={isBusy}>
            {t('team.passkeys.add')}
          </Button>
        </form>
      ) : (
        <p>{t(`team.passkeys.${obstacle}`)}</p>
      )}
      <Outcome done={done} failure={failure} />
      {dialog}
    </section>
  );
}

interface LineProps {
  passkey: Passkey;
  rename: (name: string) => Promise<void>;
  remove: () => void;
}

function PasskeyLine({ passkey, rename, remove }: LineProps) {
  const { t } = useTranslation();
  const moment = useMoment();
  const [isNaming, setNaming] = useState(false);
  const [text, setText] = useState('');
  const opener = useRef<HTMLButtonElement>(null);
  const { id, name, createdAt, lastUsedAt, isBackedUp } = passkey;
  const facts = [
    t('team.passkeys.since', { time: moment(createdAt) }),
    lastUsedAt === null ? t('team.passkeys.unused') : t('team.passkeys.used', { time: moment(lastUsedAt) }),
    ...(isBackedUp ? [t('team.passkeys.backedUp')] : []),
  ];
  const close = (): void => {
    setNaming(false);
    // The button comes back with the next frame.
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (isNaming)
    return (
      <li>
        <form
          className="team-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            const next = text.trim();
            if (next !== '' && next !== name) void rename(next);
            close();
          }}
        >
          <TextLine
            id={`passkey-${id}`}
            label={t('team.passkeys.name')}
            autoFocus
            maxLength={80}
            value={text}
            onText={setText}
          />
          <span className="team-deeds">
            <Button type="submit" size="sm">
              {t('team.team.save')}
            </Button>
            <Button variant="default" size="sm" onClick={close}>
              {t('team.signIn.back')}
            </Button>
          </span>
        </form>
      </li>
    );
  return (
    <li>
      <span className="team-who">
        <strong>{name}</strong>
        <span className="faint">{facts.join(' · ')}</span>
      </span>
      <span className="team-deeds">
        <Button
          ref={opener}
          variant="default"
          size="sm"
          onClick={() => {
            setText(name);
            setNaming(true);
          }}
        >
          {t('team.passkeys.rename')}
          <span className="visually-hidden"> {name}</span>
        </Button>
        <SureButton label={t('team.team.remove')} sure={t('team.team.sure')} of={name} onSure={remove} />
      </span>
    </li>
  );
}
