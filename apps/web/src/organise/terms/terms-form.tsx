import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda, RegistrationTerms } from '@kopa/contracts';
import { pickText, problemsOfTerms } from '@kopa/domain';
import { rulesQuery } from '../../registration/rules.js';
import { AppLink, eventHref } from '../../shell/app-link.js';
import { faultInWords } from '../../refusals/in-words.js';
import type { InputError } from '../../shell/call.js';
import { useOrganised } from '../organise-context.js';
import { firstRules } from './beginning.js';
import { ConsentsPart } from './consents-part.js';
import { FaultsContext, type Faults } from './faults.js';
import { KeepingPart } from './keeping-part.js';
import type { PartOfTerms } from './part-of-terms.js';
import { PlacesPart } from './places-part.js';
import { QuestionsPart } from './questions-part.js';
import { readyToSend } from './ready-terms.js';
import { editTerms } from './remote.js';
import { SessionsPart } from './sessions-part.js';
import { goToField, TermsBar, type TermsFaultLine } from './terms-bar.js';
import { TermsStore } from './terms-store.js';
import { WindowsPart } from './windows-part.js';

interface TermsFormProps {
  slug: string;
  agenda: DraftAgenda;
  terms: RegistrationTerms;
}

/** All that is said about registering. It holds when it is saved, not before. */
export function TermsForm({ slug, agenda, terms }: TermsFormProps) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { state } = useOrganised();
  const { event, days } = agenda;
  const [store] = useState(
    () =>
      new TermsStore(
        {
          key: `kopa-terms-${slug}`,
          send: async (edit, version) => {
            const after = await editTerms(slug, edit, version);
            void client.invalidateQueries({ queryKey: rulesQuery(slug).queryKey });
            return after;
          },
        },
        terms,
      ),
  );
  const standing = useSyncExternalStore(store.subscribe, store.read);
  useEffect(() => store.open(), [store]);
  useEffect(() => store.take(terms), [store, terms]);
  const { rules, saved, refused, isAltered } = standing;
  const [unread, setUnread] = useState<ReadonlyMap<string, string>>(new Map());
  const [hasTried, setTried] = useState(false);
  const known = t('terms.fault', { returnObjects: true }) as Record<string, string>;
  // Codes have dots, which are paths to `t`.
  const inWords = (error: InputError): string => known[error.code ?? ''] ?? faultInWords(error);
  const typed: TermsFaultLine[] = [...unread].map(([path, code]) => ({
    path,
    words: inWords({ path, code, message: '' }),
  }));
  const problems = problemsOfTerms(readyToSend(saved.rules, rules)).map((problem) => ({
    path: problem.path,
    words: inWords(problem),
  }));
  const byServer = refused.map((error) => ({ path: error.path, words: inWords(error) }));
  const wrong = [...typed, ...problems];
  const told = hasTried ? [...wrong, ...byServer] : [...typed, ...byServer];
  const tell = useCallback(
    (path: string, code: string | null) =>
      setUnread((before) => {
        if ((before.get(path) ?? null) === code) return before;
        const after = new Map(before);
        if (code === null) after.delete(path);
        else after.set(path, code);
        return after;
      }),
    [],
  );
  const words = JSON.stringify(told);
  const faults = useMemo<Faults>(() => {
    const lines = JSON.parse(words) as TermsFaultLine[];
    return { at: (path) => lines.find((line) => line.path === path)?.words, unread: tell };
  }, [words, tell]);
  const sessions = useMemo(
    () =>
      agenda.sessions.map(({ code, title, addOn }) => ({
        code,
        title: pickText(title, i18n.language, event.languages).text,
        isAddOn: addOn !== null,
      })),
    [agenda.sessions, event.languages, i18n.language],
  );
  const save = (): void => {
    const [first] = wrong;
    setTried(first !== undefined);
    if (first === undefined) store.save();
    else requestAnimationFrame(() => goToField(first.path));
  };
  const isPublic = state === 'public';
  const part: PartOfTerms = { rules, edit: store.edit, zone: event.zone, languages: event.languages, sessions };
  const isBlank = saved.version === 0 && !isAltered;
  return (
    <div className="org-narrow set">
      <h1 tabIndex={-1}>{t('terms.title')}</h1>
      <p className="faint">{t('terms.lead')}</p>
      <p>
        {isPublic ? (
          <AppLink className="link-button" href={eventHref(slug, 'register')}>
            {t('terms.preview')}
          </AppLink>
        ) : (
          <span className="faint">{t('terms.previewLater')}</span>
        )}
      </p>
      <TermsBar store={store} standing={standing} languages={event.languages} faults={told} save={save} />
      {isBlank && (
        <div className="team-part terms-blank">
          <h2>{t('terms.blank.title')}</h2>
          <p>{t(isPublic ? 'terms.blank.public' : 'terms.blank.draft')}</p>
          <p className="org-deeds">
            <button
              type="button"
              className="link-button strong"
              onClick={() => store.edit(() => firstRules(event, days, { isPublic, now: new Date().toISOString() }))}
            >
              {t('terms.blank.begin')}
            </button>
          </p>
          <p className="faint">{t('terms.blank.hint')}</p>
        </div>
      )}
      <FaultsContext value={faults}>
        <WindowsPart {...part} />
        <QuestionsPart {...part} />
        <ConsentsPart {...part} />
        <SessionsPart {...part} />
        <KeepingPart {...part} />
      </FaultsContext>
      <PlacesPart
        slug={slug}
        days={days.map(({ date }) => date)}
        addOns={sessions.filter(({ isAddOn }) => isAddOn)}
        isPublic={isPublic}
      />
    </div>
  );
}
