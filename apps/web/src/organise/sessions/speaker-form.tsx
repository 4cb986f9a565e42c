import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda, DraftSpeaker } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { Refused } from '../../shell/call.js';
import { AppLink } from '../../shell/app-link.js';
import { usePageTitle } from '../../shell/page-title.js';
import { clockRange, dateInWords, localDate } from '../../time/clock-face.js';
import { AvailabilityDialog } from '../agenda/availability-dialog.js';
import { withAvailability } from '../agenda/draft-state.js';
import { setAvailability } from '../agenda/remote.js';
import { useOrganised } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { Part } from '../settings/fields.js';
import { keepDeleted } from './deleted.js';
import { LineField, TextsField } from './fields.js';
import { useFollowedDraft } from './follow-draft.js';
import { agendaKey, deleteSpeaker, fetchSpeaker, patchSpeaker } from './remote.js';
import { SpeakerLinkPart } from './speaker-link.js';
import { SaveBar } from './save-bar.js';
import type { Versioned } from './record-store.js';
import { useRecord } from './use-record.js';
import { labelsAt } from '../refusals/field-names.js';

const labels = labelsAt('sessions.speaker');

/** What the form edits of a speaker. */
type SpeakerFields = Pick<DraftSpeaker, 'name' | 'organisation' | 'country' | 'biography' | 'email'>;

const recordOf = ({
  version,
  name,
  organisation,
  country,
  biography,
  email,
}: DraftSpeaker): Versioned<SpeakerFields> => ({
  version,
  fields: { name, organisation, country, biography, email },
});

interface SpeakerFormProps {
  slug: string;
  agenda: DraftAgenda;
  speaker: DraftSpeaker;
}

/** Who somebody is who speaks, when they can and where they do: each field is saved when it is left. */
export function SpeakerForm({ slug, agenda, speaker }: SpeakerFormProps) {
  const { t } = useTranslation();
  const { languages } = agenda.event;
  const [record, setRecord] = useState(() => recordOf(speaker));
  const { store, standing } = useRecord<SpeakerFields>(
    {
      key: `kopa-speaker-${slug}-${speaker.id}`,
      send: async (edit, version) => recordOf(await patchSpeaker(slug, speaker.id, edit, version)),
      current: (refused) => recordOf(refused.problem['current'] as DraftSpeaker),
    },
    record,
  );
  const altered = useCallback(
    (id: string | null) => {
      // Edits of sessions name their session; those of speakers name nothing.
      if (id !== null) return;
      fetchSpeaker(slug, speaker.id).then(
        (fresh) => setRecord(recordOf(fresh)),
        () => undefined,
      );
    },
    [slug, speaker.id],
  );
  useFollowedDraft(slug, agenda, altered);
  const { fields } = standing;
  const mayWrite = useOrganised().may('draft.write');
  usePageTitle(fields.name);
  return (
    <div className="org-narrow set ses-form">
      <p>
        <AppLink href={organiseHref(slug, 'speakers')}>{t('sessions.speaker.toList')}</AppLink>
      </p>
      <h1 tabIndex={-1}>{fields.name}</h1>
      <p className="faint">{t('sessions.formLead', { code: speaker.code })}</p>
      {mayWrite ? (
        <SaveBar store={store} standing={standing} nameOf={labels}>
          <DeleteSpeaker
            slug={slug}
            agenda={agenda}
            speaker={{ ...speaker, ...fields, version: standing.version }}
            isSaved={standing.saving === 'saved'}
          />
        </SaveBar>
      ) : (
        <p className="ses-notice">{t('sessions.readOnly')}</p>
      )}
      <fieldset className="ses-plain" disabled={!mayWrite}>
        <Part title={t('sessions.speaker.who')}>
          <div className="set-row">
            <LineField
              label={t('sessions.speaker.name')}
              value={fields.name}
              save={(name, base) => {
                if (name.trim() === '') return t('sessions.speaker.nameWrong');
                store.edit({ name: name.trim() }, { name: base });
                return undefined;
              }}
            />
            <LineField
              label={t('sessions.speaker.country')}
              hint={t('sessions.speaker.countryHint')}
              value={fields.country ?? ''}
              save={(text, base) => {
                const country = text.trim().toUpperCase();
                if (country !== '' && !/^[A-Z]{2}$/.test(country)) return t('sessions.speaker.countryWrong');
                store.edit({ country: country === '' ? null : country }, { country: base === '' ? null : base });
                return undefined;
              }}
            />
          </div>
          <LineField
            label={t('sessions.speaker.email')}
            type="email"
            hint={t('sessions.speaker.emailHint')}
            value={fields.email ?? ''}
            save={(text, base) => {
              const email = text.trim();
              if (email !== '' && !/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(email))
                return t('sessions.speaker.emailWrong');
              store.edit({ email: email === '' ? null : email }, { email: base === '' ? null : base });
              return undefined;
            }}
          />
          <TextsField
            label={t('sessions.speaker.organisation')}
            texts={fields.organisation}
            languages={languages}
            save={(organisation, base) => store.edit({ organisation }, { organisation: base })}
          />
          <TextsField
            label={t('sessions.speaker.biography')}
            texts={fields.biography}
            languages={languages}
            isLong
            save={(biography, base) => store.edit({ biography }, { biography: base })}
          />
        </Part>
        <Availability slug={slug} agenda={agenda} id={speaker.id} />
        <SpeakerLinkPart slug={slug} code={speaker.code} email={fields.email} isSaved={standing.saving === 'saved'} />
        <OwnSessions slug={slug} agenda={agenda} id={speaker.id} />
      </fieldset>
    </div>
  );
}

interface OfSpeaker {
  slug: string;
  agenda: DraftAgenda;
  id: string;
}

function Availability({ slug, agenda, id }: OfSpeaker) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const times = agenda.availability[id];
  const { zone } = agenda.event;
  const locale = dateLocale(i18n.language);
  return (
    <Part title={t('sessions.speaker.availability')}>
      {times === undefined ? (
        <p className="faint">{t('sessions.speaker.always')}</p>
      ) : times.length === 0 ? (
        <p className="ses-over">{t('sessions.speaker.never')}</p>
      ) : (
        <ul className="ses-slots">
          {times.map(({ startsAt, endsAt }) => (
            <li key={startsAt}>
              {dateInWords(localDate(startsAt, zone), locale)}, {clockRange(startsAt, endsAt, zone, locale)}
            </li>
          ))}
        </ul>
      )}
      <p className="org-deeds">
        <button type="button" className="link-button" onClick={() => setOpen(true)}>
          {t('sessions.speaker.setAvailability')}
        </button>
      </p>
      {isOpen && (
        <AvailabilityDialog
          agenda={agenda}
          speaker={id}
          dates={agenda.days.map(({ date }) => date)}
          save={async (wanted) => {
            const answer = await setAvailability(slug, id, wanted);
            client.setQueryData<DraftAgenda>(agendaKey(slug), (known) =>
              known === undefined ? known : withAvailability(known, id, answer.times),
            );
            setOpen(false);
          }}
          close={() => setOpen(false)}
        />
      )}
    </Part>
  );
}

function OwnSessions({ slug, agenda, id }: OfSpeaker) {
  const { t, i18n } = useTranslation();
  const own = sessionsOf(agenda, id);
  return (
    <Part title={t('sessions.speaker.sessions')}>
      {own.length === 0 && <p className="faint">{t('sessions.speaker.noSessions')}</p>}
      <ul className="ses-slots">
        {own.map(({ code, title }) => (
          <li key={code}>
            <AppLink href={organiseHref(slug, `sessions/${code}`)}>
              {pickText(title, i18n.language, agenda.event.languages).text}
            </AppLink>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Sessions in which somebody speaks, in turn or all through. */
export const sessionsOf = ({ sessions }: DraftAgenda, id: string) =>
  sessions.filter(
    ({ speakerIds, items }) => speakerIds.includes(id) || items.some(({ speakerId }) => speakerId === id),
  );

interface DeleteSpeakerProps {
  slug: string;
  agenda: DraftAgenda;
  speaker: DraftSpeaker;
  isSaved: boolean;
}

function DeleteSpeaker({ slug, agenda, speaker, isSaved }: DeleteSpeakerProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const [fault, setFault] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    setFault(null);
    try {
      const deleted = await deleteSpeaker(slug, speaker.id, speaker.version);
      keepDeleted(client, slug, { speaker: deleted, times: agenda.availability[speaker.id] ?? null });
      await client.invalidateQueries({ queryKey: agendaKey(slug) });
      router.history.push(organiseHref(slug, 'speakers'));
    } catch (error) {
      setFault(
        t(
          error instanceof Refused && error.code === 'speaker.used'
            ? 'sessions.speaker.used'
            : 'sessions.delete.failed',
        ),
      );
    }
  };
  return (
    <>
      <button
        type="button"
        className="link-button quiet"
        aria-disabled={!isSaved}
        onClick={() => isSaved && void remove()}
      >
        {t('sessions.delete.button')}
      </button>
      <span className="org-fault" role="alert">
        {fault}
      </span>
    </>
  );
}
