import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda, DraftSession } from '@kopa/contracts';
import { pickText, sessionKinds, type SessionKind } from '@kopa/domain';
import { collatorOf, dateLocale, languageName } from '../../language/language.js';
import type { Refused } from '../../shell/call.js';
import { AppLink } from '../../shell/app-link.js';
import { usePageTitle } from '../../shell/page-title.js';
import { clockRange, dateInWords } from '../../time/clock-face.js';
import { localDate } from '../../time/clock-face.js';
import { useOrganised } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { Part } from '../settings/fields.js';
import { AddOnField } from './add-on-field.js';
import { DeleteSession } from './delete-session.js';
import { ChoiceField, NumberField, TagsField, TextsField } from './fields.js';
import { useFollowedDraft } from './follow-draft.js';
import { ItemsField } from './items-field.js';
import { MaterialsField } from './materials-field.js';
import { agendaKey, fetchSession, patchSession } from './remote.js';
import { SaveBar } from './save-bar.js';
import { patchOf, recordOf, type SessionFields } from './session-fields.js';
import { SpeakersField } from './speakers-field.js';
import { spokenTags } from './spoken-tags.js';
import { useRecord } from './use-record.js';
import { labelsAt } from '../refusals/field-names.js';

const labels = labelsAt('sessions.field', {
  url: 'sessions.materials.url',
  speakerId: 'sessions.items.speaker',
  minutes: 'sessions.items.minutes',
  ...Object.fromEntries(
    [
      'meetAt',
      'departAt',
      'returnAt',
      'goNoGoAt',
      'meetingPoint',
      'bring',
      'travelMinutes',
      'minimumNumber',
      'minimumAge',
    ].map((name) => [name, `sessions.addOn.${name}`]),
  ),
});

interface SessionFormProps {
  slug: string;
  agenda: DraftAgenda;
  session: DraftSession;
}

/** All of a session but its place: each field is saved when it is left. */
export function SessionForm({ slug, agenda, session }: SessionFormProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const client = useQueryClient();
  const { event, tracks, speakers, sessions } = agenda;
  const { languages } = event;
  const [record, setRecord] = useState(() => recordOf(session));
  const { store, standing } = useRecord<SessionFields>(
    {
      key: `kopa-session-${slug}-${session.id}`,
      send: async (edit, version) => recordOf(await patchSession(slug, session.id, patchOf(edit), version)),
      current: (refused: Refused) => recordOf(refused.problem['current'] as DraftSession),
    },
    record,
  );
  const altered = useCallback(
    (id: string | null) => {
      if (id !== null && id !== session.id) return;
      fetchSession(slug, session.id).then(
        (fresh) => setRecord(recordOf(fresh)),
        // The next row, or the next edit, reads it.
        () => undefined,
      );
    },
    [slug, session.id],
  );
  useFollowedDraft(slug, agenda, altered);
  const { fields } = standing;
  const mayWrite = useOrganised().may('draft.write');
  const title = pickText(fields.title, language, languages).text;
  usePageTitle(title);
  const spoken = spokenTags(agenda);
  const inWords = (tag: string) => [tag, languageName(tag, language)] as const;
  const slots = sessions.find(({ id }) => id === session.id)?.slots ?? [];
  const [slot] = slots;
  const collator = collatorOf(language);
  const repeats = sessions
    .filter(({ id, alternativeOf }) => id !== session.id && alternativeOf === null)
    .map((one) => [one.code, pickText(one.title, language, languages).text] as const)
    .sort(([, a], [, b]) => collator.compare(a, b));
  const text = (key: 'title' | 'subtitle' | 'abstract' | 'description') => (
    <TextsField
      label={t(`sessions.field.${key}`)}
      texts={fields[key]}
      languages={languages}
      isLong={key === 'abstract' || key === 'description'}
      isNeeded={key === 'title'}
      save={(next, base) => store.edit({ [key]: next }, { [key]: base })}
    />
  );
  return (
    <div className="org-narrow set ses-form">
      <p>
        <AppLink href={organiseHref(slug, 'sessions')}>{t('sessions.toList')}</AppLink>
      </p>
      <h1 tabIndex={-1}>{title}</h1>
      <p className="faint">{t('sessions.formLead', { code: session.code })}</p>
      {mayWrite ? (
        <SaveBar store={store} standing={standing} nameOf={labels}>
          <DeleteSession
            slug={slug}
            session={session}
            version={standing.version}
            isSaved={standing.saving === 'saved'}
          />
        </SaveBar>
      ) : (
        <p className="ses-notice">{t('sessions.readOnly')}</p>
      )}
      <fieldset className="ses-plain" disabled={!mayWrite}>
        <Part title={t('sessions.part.texts')}>
          {text('title')}
          {text('subtitle')}
          {text('abstract')}
          {text('description')}
        </Part>
        <Part title={t('sessions.part.facts')}>
          <div className="set-row">
            <ChoiceField
              label={t('sessions.field.kind')}
              value={fields.kind}
              options={sessionKinds.map((kind) => [kind, t(`kind.${kind}`)] as const)}
              save={(kind) => store.edit({ kind: kind as SessionKind })}
            />
            <ChoiceField
              label={t('sessions.field.trackId')}
              value={fields.trackId ?? ''}
              options={[
                ['', t('sessions.noTrack')] as const,
                ...tracks.map(({ id, name }) => [id, pickText(name, language, languages).text] as const),
              ]}
              save={(track) => store.edit({ trackId: track === '' ? null : track })}
            />
            <ChoiceField
              label={t('sessions.field.language')}
              value={fields.language ?? ''}
              options={[['', t('sessions.unknownLanguage')] as const, ...spoken.map(inWords)]}
              save={(tag) => store.edit({ language: tag === '' ? null : tag })}
            />
          </div>
          {(['otherLanguages', 'interpretation'] as const).map((key) => (
            <TagsField
              key={key}
              label={t(`sessions.field.${key}`)}
              tags={fields[key]}
              options={spoken}
              save={(tags) => store.edit({ [key]: tags })}
            />
          ))}
          <div className="set-row">
            {(['in-person', 'online'] as const).map((mode) => (
              <NumberField
                key={mode}
                label={t(`sessions.capacity.${mode}`)}
                hint={t('sessions.capacity.hint')}
                value={fields.capacity[mode]}
                save={(places, base) =>
                  store.edit(
                    { capacity: { ...fields.capacity, [mode]: places } },
                    { capacity: { ...fields.capacity, [mode]: base } },
                  )
                }
              />
            ))}
            <ChoiceField
              label={t('sessions.field.alternativeOf')}
              value={fields.alternativeOf ?? ''}
              options={[['', t('sessions.noRepeat')] as const, ...repeats]}
              save={(code) => store.edit({ alternativeOf: code === '' ? null : code })}
            />
          </div>
        </Part>
        <Part title={t('sessions.part.place')}>
          {slots.length === 0 && <p className="faint">{t('sessions.unplacedHint')}</p>}
          <ul className="ses-slots">
            {slots.map(({ id, startsAt, endsAt, roomId, onlineRoomId }) => (
              <li key={id}>
                {dateInWords(localDate(startsAt, event.zone), dateLocale(language))},{' '}
                {clockRange(startsAt, endsAt, event.zone, dateLocale(language))}
                {[roomId, onlineRoomId].map((room) => {
                  const known = agenda.rooms.find((one) => one.id === room);
                  return known === undefined ? null : (
                    <span key={known.id}>, {pickText(known.name, language, languages).text}</span>
                  );
                })}
              </li>
            ))}
          </ul>
          <p>
            <AppLink href={organiseHref(slug, 'agenda')}>{t('sessions.toAgenda')}</AppLink>
          </p>
          <p>
            <AppLink href={`${organiseHref(slug, 'waitlists')}?q=${encodeURIComponent(session.code)}&show=all`}>
              {t('sessions.toWaitlist')}
            </AppLink>
          </p>
        </Part>
        <SpeakersField
          slug={slug}
          speakers={speakers}
          chosen={fields.speakerIds}
          save={(speakerIds) => store.edit({ speakerIds })}
          made={(speaker) =>
            client.setQueryData<DraftAgenda>(agendaKey(slug), (known) =>
              known === undefined || known.speakers.some(({ id }) => id === speaker.id)
                ? known
                : { ...known, speakers: [...known.speakers, speaker] },
            )
          }
        />
        <ItemsField
          items={fields.items}
          speakers={speakers}
          chosen={fields.speakerIds}
          languages={languages}
          slotMinutes={
            slot === undefined ? null : Math.round((Date.parse(slot.endsAt) - Date.parse(slot.startsAt)) / 60_000)
          }
          save={(items) => store.edit({ items })}
        />
        <MaterialsField
          materials={fields.materials}
          sessionCode={session.code}
          save={(materials) => store.edit({ materials })}
        />
        <AddOnField
          addOn={fields.addOn}
          zone={event.zone}
          languages={languages}
          save={(addOn, base) => store.edit({ addOn }, base === undefined ? {} : { addOn: base })}
        />
      </fieldset>
    </div>
  );
}
