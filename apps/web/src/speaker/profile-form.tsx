import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSpeaker, SpeakerView } from '@kopa/contracts';
import type { Texts } from '@kopa/domain';
import { languageName } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { Refused } from '../shell/call.js';
import { saveProfile } from './remote.js';
import { useSaved } from './saved.js';

const trimmed = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts)
      .map(([tag, text]) => [tag, text.trim()] as const)
      .filter(([, text]) => text !== ''),
  );

/** What a speaker says of themselves: name, organisation and biography in each language of the event. */
export function ProfileForm({ own }: { own: SpeakerView }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const client = useQueryClient();
  const id = useId();
  const { languages } = index.programme.event;
  const [version, setVersion] = useState(own.version);
  const [name, setName] = useState(own.name);
  const [organisation, setOrganisation] = useState(own.organisation);
  const [biography, setBiography] = useState(own.biography);
  const { save, refuse, foot } = useSaved();
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (name.trim() === '') {
      refuse(t('speaker.nameMissing'));
      document.getElementById(`${id}-name`)?.focus();
      return;
    }
    await save(async () => {
      try {
        const profile = { name: name.trim(), organisation: trimmed(organisation), biography: trimmed(biography) };
        const after = await saveProfile(slug, profile, version);
        setVersion(after.version);
        await client.invalidateQueries({ queryKey: ['speaker', slug] });
      } catch (error) {
        // Saved once more it goes over what the organisers wrote, of which the speaker was told.
        if (error instanceof Refused && error.status === 412)
          setVersion((error.problem['current'] as DraftSpeaker).version);
        throw error;
      }
    });
  };
  const inLanguage = (language: string) => languageName(language, i18n.language);
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('speaker.profile')}</h2>
      <p className="faint">{t('speaker.profileHint')}</p>
      <form className="speak-form" onSubmit={(submitted) => void submit(submitted)} noValidate>
        <div className="reg-field">
          <label htmlFor={`${id}-name`}>{t('speaker.name')}</label>
          <input
            id={`${id}-name`}
            value={name}
            maxLength={200}
            autoComplete="name"
            onChange={({ target }) => setName(target.value)}
          />
        </div>
        {languages.map((language) => (
          <div key={language} className="speak-form">
            <div className="reg-field">
              <label htmlFor={`${id}-org-${language}`}>
                {t('speaker.organisation', { language: inLanguage(language) })}
              </label>
              <input
                id={`${id}-org-${language}`}
                lang={language}
                value={organisation[language] ?? ''}
                maxLength={300}
                onChange={({ target }) => setOrganisation({ ...organisation, [language]: target.value })}
              />
            </div>
            <div className="reg-field">
              <label htmlFor={`${id}-bio-${language}`}>
                {t('speaker.biography', { language: inLanguage(language) })}
              </label>
              <textarea
                id={`${id}-bio-${language}`}
                lang={language}
                rows={5}
                value={biography[language] ?? ''}
                maxLength={10_000}
                onChange={({ target }) => setBiography({ ...biography, [language]: target.value })}
              />
            </div>
          </div>
        ))}
        {foot}
      </form>
    </section>
  );
}
