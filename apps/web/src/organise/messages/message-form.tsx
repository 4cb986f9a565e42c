import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageInput, MessagePreview, MessageVersions } from '@kopa/contracts';
import { languageName } from '../../language/language.js';
import { newKey } from '../../registration/new-key.js';
import { Refused } from '../../shell/call.js';
import { useOrganised } from '../organise-context.js';
import { previewMessage, sendMessage, testMessage } from './remote.js';
import { refusalInWords } from '../refusals/in-words.js';

interface Written {
  subject: string;
  body: string;
}

/** What is written, as it would be sent; null where a language has only one of its two parts, or none has any. */
function versionsOf(written: Readonly<Record<string, Written>>): MessageVersions | null {
  const begun = Object.entries(written).filter(([, { subject, body }]) => `${subject}${body}`.trim() !== '');
  const isWhole = begun.every(([, { subject, body }]) => subject.trim() !== '' && body.trim() !== '');
  return begun.length > 0 && isWhole ? Object.fromEntries(begun) : null;
}

/** Writes a message in each language of the event, shows it as it will look, and sends it. */
export function MessageForm({ segment }: { segment: NonNullable<MessageInput['segment']> }) {
  const { t, i18n } = useTranslation();
  const { slug, languages } = useOrganised();
  const client = useQueryClient();
  const id = useId();
  const [written, setWritten] = useState<Record<string, Written>>({});
  const [isEssential, setEssential] = useState(false);
  const [seen, setSeen] = useState<{ of: string; preview: MessagePreview } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  /** The same for each attempt at one message: an answer may be lost. */
  const key = useRef({ of: '', key: newKey() });
  const versions = versionsOf(written);
  const order = { segment, versions: versions ?? {}, isEssential };
  const asText = JSON.stringify(order);
  const preview = seen?.of === asText ? seen.preview : null;
  const name = (tag: string): string => languageName(tag, i18n.language);
  const part = (tag: string): Written => written[tag] ?? { subject: '', body: '' };
  const labelOf = (path: string): string | undefined => {
    const [, language = '', part = ''] = path.split('.');
    return ['subject', 'body'].includes(part) ? t(`messages.${part}`, { language: name(language) }) : undefined;
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setSaid('');
    if (versions === null) {
      setFault(t('messages.fault'));
      document.getElementById(`${id}-${languages[0] ?? ''}`)?.focus();
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await work();
    } catch (error) {
      const known: Record<string, string> = {
        'message.nobody': t('messages.nobody'),
        'message.noAddress': t('messages.noAddress'),
      };
      setFault(
        error instanceof Refused ? (known[error.code] ?? refusalInWords(error, labelOf)) : t('messages.unreachable'),
      );
    } finally {
      setBusy(false);
    }
  };
  const look = () => attempt(async () => setSeen({ of: asText, preview: await previewMessage(slug, order) }));
  const test = () =>
    attempt(async () => {
      const { recipient } = await testMessage(slug, { versions: order.versions, isEssential });
      setSaid(t('messages.tested', { recipient, interpolation: { escapeValue: false } }));
    });
  const send = () =>
    attempt(async () => {
      if (preview === null) {
        setFault(t('messages.lookFirst'));
        return;
      }
      if (key.current.of !== asText) key.current = { of: asText, key: newKey() };
      await sendMessage(slug, order, key.current.key);
      key.current = { of: '', key: newKey() };
      setWritten({});
      setEssential(false);
      setSeen(null);
      await client.invalidateQueries({ queryKey: ['messages', slug] });
    });
  return (
    <section className="people-part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('messages.write')}</h2>
      <p className="faint">{t('messages.paragraphs')}</p>
      <div className="msg-languages">
        {languages.map((tag) => (
          <div key={tag}>
            <label className="org-field">
              {t('messages.subject', { language: name(tag) })}
              <input
                id={`${id}-${tag}`}
                className="org-input"
                lang={tag}
                maxLength={150}
                value={part(tag).subject}
                aria-describedby={`${id}-fault`}
                onChange={({ target }) => setWritten({ ...written, [tag]: { ...part(tag), subject: target.value } })}
              />
            </label>
            <label className="org-field">
              {t('messages.body', { language: name(tag) })}
              <textarea
                className="org-input"
                lang={tag}
                rows={8}
                maxLength={10_000}
                value={part(tag).body}
                onChange={({ target }) => setWritten({ ...written, [tag]: { ...part(tag), body: target.value } })}
              />
            </label>
          </div>
        ))}
      </div>
      <label className="msg-essential">
        <input
          type="checkbox"
          checked={isEssential}
          aria-describedby={`${id}-essential`}
          onChange={({ target }) => setEssential(target.checked)}
        />
        {t('messages.essential')}
      </label>
      <p className="faint" id={`${id}-essential`}>
        {t('messages.essentialHint')}
      </p>
      <p className="org-fault" id={`${id}-fault`} role="alert">
        {fault}
      </p>
      <div className="org-deeds">
        <button type="button" className="link-button" aria-disabled={isBusy} onClick={() => void look()}>
          {t('messages.preview')}
        </button>
        <button type="button" className="link-button" aria-disabled={isBusy} onClick={() => void test()}>
          {t('messages.test')}
        </button>
        <button type="button" className="link-button strong" aria-disabled={isBusy} onClick={() => void send()}>
          {t('messages.send')}
        </button>
      </div>
      <p role="status">
        {preview === null ? said : t('messages.goesTo', { people: preview.people, addresses: preview.addresses })}{' '}
        {preview !== null && preview.unwanted > 0 && t('messages.unwanted', { count: preview.unwanted })}{' '}
        {preview !== null && said}
      </p>
      {preview?.letters.map(({ language, subject, html, original }) => (
        <div key={language} className="msg-letter">
          <h3>{t('messages.letterIn', { language: name(language) })}</h3>
          {original !== null && (
            <p className="faint">{t('messages.original', { language: name(language), original: name(original) })}</p>
          )}
          <p>
            <b>{subject}</b>
          </p>
          {/* Nothing runs in it, and its links open elsewhere. */}
          <iframe
            title={t('messages.letterIn', { language: name(language) })}
            srcDoc={html}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            referrerPolicy="no-referrer"
          />
        </div>
      ))}
    </section>
  );
}
