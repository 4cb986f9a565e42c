import '../../organise/settings/words.js';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { languageName } from '../../language/language.js';
import { FormFoot } from '../../organise/form-foot.js';
import { organisedQuery, Stranger } from '../../organise/organise-context.js';
import { OrganiseShell } from '../../organise/organise-shell.js';
import { slugFor } from '../../organise/settings/event-form.js';
import { createEvent } from '../../organise/settings/remote.js';
import { useMaking } from '../../organise/settings/use-making.js';
import { ZoneList } from '../../organise/settings/zone-list.js';
import { TextLine } from '../../organise/team/form-parts.js';
import { usePageTitle } from '../../shell/page-title.js';

/** The guided start: what an event needs to be of use, and no more. */
export function NewEventPage() {
  const { data: events } = useQuery(organisedQuery);
  return <OrganiseShell>{events === null ? <Stranger isSignedIn={false} /> : <NewEventForm />}</OrganiseShell>;
}

function NewEventForm() {
  const { t, i18n } = useTranslation();
  const { make, fault, setFault, isBusy } = useMaking();
  const [titles, setTitles] = useState<Record<string, string>>({});
  const [slug, setSlug] = useState<string | null>(null);
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [firstDay, setFirstDay] = useState('');
  const [lastDay, setLastDay] = useState('');
  const [languages, setLanguages] = useState(i18n.language === 'lv' ? 'lv, en' : 'en, lv');
  const [modes, setModes] = useState<('in-person' | 'online')[]>(['in-person', 'online']);
  const id = useId();
  usePageTitle(t('settings.start'));
  const tags = languages.split(/[\s,]+/).filter((tag) => tag !== '');
  const title = Object.fromEntries(
    tags.flatMap((tag) => (titles[tag]?.trim() ? [[tag, titles[tag].trim()] as const] : [])),
  );
  const address = slug ?? slugFor(Object.values(title)[0] ?? '');
  const missing =
    Object.keys(title).length === 0 ? t('settings.nameMissing') : modes.length === 0 ? t('settings.modeMissing') : null;
  return (
    <div className="org-narrow set">
      <h1 tabIndex={-1}>{t('settings.start')}</h1>
      <p className="faint">{t('settings.startLead')}</p>
      <form
        className="team-part"
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (missing !== null) {
            setFault(missing);
            return;
          }
          void make((key) =>
            createEvent(
              {
                slug: address,
                title,
                place: {},
                zone: zone.trim(),
                firstDay,
                lastDay: lastDay === '' ? firstDay : lastDay,
                languages: tags,
                modes,
              },
              key,
            ),
          );
        }}
      >
        <TextLine
          id={`${id}-languages`}
          label={t('settings.languages')}
          hint={t('settings.languagesHint')}
          value={languages}
          onText={setLanguages}
        />
        <div className="set-texts">
          {tags.map((tag) => (
            <TextLine
              key={tag}
              id={`${id}-name-${tag}`}
              label={t('settings.nameIn', { language: languageName(tag, i18n.language) })}
              value={titles[tag] ?? ''}
              onText={(text) => setTitles((known) => ({ ...known, [tag]: text }))}
            />
          ))}
        </div>
        <TextLine
          id={`${id}-slug`}
          label={t('settings.slug')}
          hint={t('settings.slugHint')}
          value={address}
          onText={setSlug}
        />
        <div className="set-row">
          <TextLine
            id={`${id}-first`}
            type="date"
            label={t('settings.firstDay')}
            value={firstDay}
            onText={setFirstDay}
          />
          <TextLine id={`${id}-last`} type="date" label={t('settings.lastDay')} value={lastDay} onText={setLastDay} />
        </div>
        <TextLine id={`${id}-zone`} label={t('settings.zone')} value={zone} list={`${id}-zones`} onText={setZone} />
        <ZoneList id={`${id}-zones`} />
        <fieldset className="set-modes">
          <legend>{t('settings.modes')}</legend>
          {(['in-person', 'online'] as const).map((mode) => (
            <label key={mode} className="set-check">
              <input
                type="checkbox"
                checked={modes.includes(mode)}
                onChange={({ target }) =>
                  setModes((known) => (target.checked ? [...known, mode] : known.filter((one) => one !== mode)))
                }
              />
              {t(mode === 'online' ? 'settings.onlineMode' : 'settings.inPerson')}
            </label>
          ))}
        </fieldset>
        <FormFoot faultId={`${id}-fault`} fault={fault} isBusy={isBusy} send={t('settings.create')} />
      </form>
    </div>
  );
}
