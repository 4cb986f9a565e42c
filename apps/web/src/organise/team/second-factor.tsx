import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnAccount, SecondFactorSecret } from '@kopa/contracts';
import { CodeLine } from './code-line.js';
import { Outcome } from './form-parts.js';
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, renewRecoveryCodes } from './remote.js';
import { useProof } from './use-proof.js';
import { useSending } from './use-sending.js';

/** The code besides password and link: set up, renewed, taken away. */
export function SecondFactor({ account }: { account: OwnAccount }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { send, isBusy, wrong, done, failure } = useSending();
  const { proven, dialog } = useProof();
  const [secret, setSecret] = useState<SecondFactorSecret | null>(null);
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<string[] | null>(null);
  const { isOn, recoveryCodesLeft } = account.secondFactor;
  const refresh = async (): Promise<void> => {
    setCode('');
    await client.invalidateQueries({ queryKey: ['account'] });
    await client.invalidateQueries({ queryKey: ['login-sessions'] });
  };
  const confirm = async (): Promise<void> => {
    setCodes((await confirmSecondFactor(code)).codes);
    setSecret(null);
    await refresh();
  };
  const renew = async (): Promise<void> => {
    setCodes((await renewRecoveryCodes(code)).codes);
    await refresh();
  };
  const remove = async (): Promise<void> => {
    await proven(() => removeSecondFactor(code.trim()));
    setCodes(null);
    await refresh();
  };
  return (
    <section className="team-part">
      <h2>{t('team.factor.title')}</h2>
      <p className="faint">{t('team.factor.lead')}</p>
      {account.needsSecondFactor && <p>{t(isOn ? 'team.factor.again' : 'team.factor.needed')}</p>}
      {codes !== null && <RecoveryCodeList codes={codes} />}
      {isOn ? (
        <>
          <p>{t('team.factor.on', { count: recoveryCodesLeft })}</p>
          <form
            className="team-form"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void send(renew, t('team.factor.renewed'));
            }}
          >
            <CodeLine value={code} onText={setCode} wrong={wrong['code']} />
            <Button type="submit" variant="default" loading={isBusy}>
              {t('team.factor.renew')}
            </Button>
            <Button type="button" variant="default" onClick={() => void send(remove, t('team.factor.removed'))}>
              {t('team.factor.remove')}
            </Button>
          </form>
        </>
      ) : secret === null ? (
        <div>
          <Button loading={isBusy} onClick={() => void send(async () => setSecret(await proven(beginSecondFactor)))}>
            {t('team.factor.begin')}
          </Button>
        </div>
      ) : (
        <form
          className="team-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send(confirm, t('team.factor.confirmed'));
          }}
        >
          <p>{t('team.factor.scan')}</p>
          <span className="team-qr">
            <QRCodeSVG value={secret.uri} size={192} marginSize={4} title={t('team.factor.picture')} />
          </span>
          <p>
            {t('team.factor.type')} <code className="team-secret">{secret.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <CodeLine value={code} onText={setCode} wrong={wrong['code']} />
          <Button type="submit" loading={isBusy}>
            {t('team.factor.confirm')}
          </Button>
        </form>
      )}
      <Outcome done={done} failure={failure} />
      {dialog}
    </section>
  );
}

/** Shown once: who loses the device signs in by one of them. */
function RecoveryCodeList({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation();
  const text = codes.join('\n');
  return (
    <div className="team-field">
      <h3>{t('team.factor.recovery')}</h3>
      <p>{t('team.factor.recoveryHint')}</p>
      <ul className="team-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p>
        <a
          className="link-button"
          download="kopa.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        >
          {t('team.factor.download')}
        </a>
      </p>
    </div>
  );
}
