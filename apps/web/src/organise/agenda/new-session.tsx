import { useId, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda, DraftOutline } from '@kopa/contracts';
import { plainWords, sessionKinds, type SessionKind } from '@kopa/domain';
import { languageName } from '../../language/language.js';
import { newKey } from '../../registration/new-key.js';
import { Refused } from '../../shell/call.js';
import { Dialog } from '../dialog.js';
import { FormFoot } from '../form-foot.js';
import { createSession } from './remote.js';
import { refusalInWords } from '../refusals/in-words.js';

interface NewSessionProps {
  slug: string;
  agenda: DraftAgenda;
  created: (session: DraftOutline) => void;
  close: () => void;
}

/** A short code of a title: its first words in capital letters without accents, with a number where it is taken. */
export function codeFor(title: string, taken: ReadonlySet<string>): string {
  const base = plainWords(title).slice(0, 3).join('-').slice(0, 30).replace(/-$/, '').toUpperCase() || 'SESSION';
  let code = base;
  for (let number = 2; taken.has(code); number++) code = `${base}-${number}`;
  return code;
}

/** A session by its title and kind; it waits on the tray until it is placed. */
export function NewSession({ slug, agenda, created, close }: NewSessionProps) {
  const { t, i18n } = useTranslation();
  const { languages } = agenda.event;
  const [titles, setTitles] = useState<Record<string, string>>({});
  const [kind, setKind] = useState<SessionKind>('talk');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** The same for each attempt: an answer may be lost. */
  const key = useRef(newKey());
  const id = useId();
  const labelOf = (path: string): string | undefined => {
    const [field, language = ''] = path.split('.');
    return field === 'title'
      ? t('organise.agenda.new.titleIn', { language: languageName(language, i18n.language) })
      : undefined;
  };
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    const title = Object.fromEntries(Object.entries(titles).filter(([, text]) => text.trim() !== ''));
    const [first] = Object.values(title);
    if (first === undefined) {
      setFault(t('organise.agenda.new.titleFault'));
      document.getElementById(`${id}-0`)?.focus();
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      const code = codeFor(first, new Set(agenda.sessions.map((session) => session.code)));
      const { session } = await createSession(slug, { code, title, kind }, key.current);
      created(session);
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error, labelOf) : t('organise.agenda.unreachable'));
      setBusy(false);
      // What is sent next may be something else.
      if (error instanceof Refused) key.current = newKey();
    }
  };
  return (
    <Dialog title={t('organise.agenda.new.title')} close={close}>
      <form onSubmit={(submitted) => void submit(submitted)} noValidate>
        <div className="org-fields">
          {languages.map((language, index) => (
            <label key={language} className="org-field org-wide">
              {t('organise.agenda.new.titleIn', { language: languageName(language, i18n.language) })}
              <input
                id={`${id}-${index}`}
                className="org-input"
                lang={language}
                value={titles[language] ?? ''}
                onChange={(event) => setTitles({ ...titles, [language]: event.target.value })}
                aria-invalid={fault !== null && index === 0}
                aria-describedby={fault === null ? undefined : `${id}-fault`}
              />
            </label>
          ))}
          <label className="org-field">
            {t('organise.agenda.new.kind')}
            <select className="org-input" value={kind} onChange={(event) => setKind(event.target.value as SessionKind)}>
              {sessionKinds.map((one) => (
                <option key={one} value={one}>
                  {t(`kind.${one}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <FormFoot
          faultId={`${id}-fault`}
          fault={fault}
          isBusy={isBusy}
          send={t('organise.agenda.new.create')}
          leave={{ label: t('organise.agenda.close'), done: close }}
        />
      </form>
    </Dialog>
  );
}
