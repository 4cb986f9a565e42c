import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpeakerLink, SpeakerLinkSent } from '@kopa/contracts';
import { newKey } from '../../registration/new-key.js';
import { call, json, Refused } from '../../shell/call.js';
import { useOrganised } from '../organise-context.js';
import { Part } from '../settings/fields.js';

interface SpeakerLinkPartProps {
  slug: string;
  code: string;
  email: string | null;
  /** Whether what was typed is saved: the letter goes to the address that is. */
  isSaved: boolean;
}

const path = (code: string): string => `/speakers/${encodeURIComponent(code)}/link`;

/** The link of a speaker's own page: sent by mail, copied, or given anew when it fell into wrong hands. */
export function SpeakerLinkPart({ slug, code, email, isSaved }: SpeakerLinkPartProps) {
  const { t } = useTranslation();
  const { may } = useOrganised();
  const [told, setTold] = useState('');
  const [fault, setFault] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** The same until it was answered: an answer may be lost, and one letter is enough. */
  const key = useRef(newKey());
  if (!may('draft.write')) return null;
  const work = async (deed: () => Promise<string>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setTold('');
    setFault('');
    try {
      setTold(await deed());
    } catch (error) {
      const isKnown = error instanceof Refused && ['speaker.noEmail', 'event.unpublished'].includes(error.code);
      setFault(t(isKnown ? `sessions.link.fault.${error.code}` : 'sessions.link.failed'));
    } finally {
      setBusy(false);
    }
  };
  const send = async (): Promise<string> => {
    const sent = await json<SpeakerLinkSent>(
      call(slug, `${path(code)}/mail`, { method: 'POST', headers: { 'idempotency-key': key.current } }),
    );
    key.current = newKey();
    return t('sessions.link.sent', { email: sent.email, interpolation: { escapeValue: false } });
  };
  const copy = async (): Promise<string> => {
    const { page } = await json<SpeakerLink>(call(slug, path(code)));
    try {
      await navigator.clipboard.writeText(page);
      return t('sessions.link.copied');
    } catch {
      // Where the browser lets no page write to the clipboard, it is shown to be copied by hand.
      setShown(page);
      return '';
    }
  };
  const renew = async (): Promise<string> => {
    const { page } = await json<SpeakerLink>(call(slug, `${path(code)}/reissue`, { method: 'POST' }));
    if (shown !== null) setShown(page);
    return t('sessions.link.renewed');
  };
  return (
    <Part title={t('sessions.link.title')}>
      <p className="faint">{t('sessions.link.lead')}</p>
      <p className="org-deeds">
        <button
          type="button"
          className="link-button strong"
          aria-disabled={isBusy || email === null || !isSaved}
          onClick={() => email !== null && isSaved && void work(send)}
        >
          {t('sessions.link.send')}
        </button>
        <button type="button" className="link-button" aria-disabled={isBusy} onClick={() => void work(copy)}>
          {t('sessions.link.copy')}
        </button>
        <button type="button" className="link-button quiet" aria-disabled={isBusy} onClick={() => void work(renew)}>
          {t('sessions.link.renew')}
        </button>
      </p>
      {email === null && <p className="faint">{t('sessions.link.noEmail')}</p>}
      {shown !== null && (
        <label className="org-field">
          {t('sessions.link.address')}
          <input className="org-input" readOnly value={shown} onFocus={({ target }) => target.select()} />
        </label>
      )}
      <span role="status">{told}</span>
      <span className="org-fault" role="alert">
        {fault}
      </span>
    </Part>
  );
}
