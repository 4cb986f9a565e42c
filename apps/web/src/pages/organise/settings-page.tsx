import '../../organise/settings/words.js';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText, type Texts } from '@kopa/domain';
import { CopyForm } from '../../organise/settings/copy-form.js';
import { DeletionPart } from '../../organise/settings/deletion.js';
import { Part, Records, SavedLine, SavedTexts, type PartOfSettings } from '../../organise/settings/fields.js';
import { LogosField } from '../../organise/settings/logos-field.js';
import { ModesField } from '../../organise/settings/modes-field.js';
import { RoomsPart } from '../../organise/settings/rooms-part.js';
import { useSettings } from '../../organise/settings/use-settings.js';
import { VenuesPart } from '../../organise/settings/venues-part.js';
import { ZoneList } from '../../organise/settings/zone-list.js';
import { dateLocale } from '../../language/language.js';
import { useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { newKey } from '../../registration/new-key.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { dateRange } from '../../time/clock-face.js';

/** What an event says beside its sessions; each field is saved when it is left. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { slug, may } = useOrganised();
  const { settings, error, refetch, outcome, fault, edit, undo } = useSettings(slug);
  usePageTitle(t('settings.title'));
  if (settings === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  const { mine } = fault ?? {};
  return (
    <div className="org-narrow set">
      <h1 tabIndex={-1}>{t('settings.title')}</h1>
      <p className="faint">{t('settings.lead')}</p>
      <p>
        {t('settings.next')}{' '}
        <AppLink href={organiseHref(slug, 'registration')}>{t('settings.nextRegistration')}</AppLink> ·{' '}
        <AppLink href={organiseHref(slug, 'agenda')}>{t('settings.nextAgenda')}</AppLink>
      </p>
      <div className="set-bar">
        <span role="status">{outcome !== 'idle' && t(`settings.${outcome}`)}</span>
        <span className="org-fault" role="alert">
          {fault?.text}
        </span>
        {mine !== undefined && (
          <button type="button" className="link-button" onClick={() => edit(mine)}>
            {t('settings.mine')}
          </button>
        )}
        <button type="button" className="link-button" aria-disabled={undo === null} onClick={() => undo?.()}>
          {t('settings.undo')}
        </button>
      </div>
      <EventPart settings={settings} edit={edit} />
      <DaysPart settings={settings} edit={edit} />
      <VenuesPart settings={settings} edit={edit} />
      <RoomsPart settings={settings} edit={edit} />
      <TracksPart settings={settings} edit={edit} />
      <FundersPart settings={settings} edit={edit} />
      <CopyForm event={settings.event} />
      {may('event.delete') && <DeletionPart />}
    </div>
  );
}

function EventPart({ settings, edit }: PartOfSettings) {
  const { t } = useTranslation();
  const { event } = settings;
  const zones = useId();
  const { languages } = event;
  const texts = (key: 'title' | 'subtitle' | 'place' | 'description', label: string) => (
    <SavedTexts
      isLong={key === 'description'}
      label={label}
      texts={event[key]}
      languages={languages}
      save={(text) => edit({ event: { [key]: text } })}
    />
  );
  return (
    <Part title={t('settings.event')}>
      {texts('title', t('settings.name'))}
      {texts('subtitle', t('settings.subtitle'))}
      {texts('place', t('settings.place'))}
      {texts('description', t('settings.description'))}
      <ModesField settings={settings} edit={edit} />
      <div className="set-row">
        <SavedLine
          label={t('settings.firstDay')}
          type="date"
          value={event.firstDay}
          save={(firstDay) => edit({ event: { firstDay } })}
        />
        <SavedLine
          label={t('settings.lastDay')}
          type="date"
          value={event.lastDay}
          save={(lastDay) => edit({ event: { lastDay } })}
        />
        <SavedLine
          label={t('settings.dayChangeHour')}
          type="number"
          hint={t('settings.dayChangeHint')}
          value={String(event.dayChangeHour)}
          save={(hour) => edit({ event: { dayChangeHour: Number(hour) } })}
        />
      </div>
      <div className="set-row">
        <SavedLine
          label={t('settings.zone')}
          hint={t('settings.zoneHint')}
          list={zones}
          value={event.zone}
          save={(zone) => edit({ event: { zone: zone.trim() } })}
        />
        <SavedLine
          label={t('settings.languages')}
          hint={t('settings.languagesHint')}
          value={languages.join(', ')}
          save={(text) => edit({ event: { languages: text.split(/[\s,]+/).filter((tag) => tag !== '') } })}
        />
      </div>
      <ZoneList id={zones} />
    </Part>
  );
}

function DaysPart({ settings: { days, event }, edit }: PartOfSettings) {
  const { t, i18n } = useTranslation();
  return (
    <Part title={t('settings.days')}>
      <ul className="set-records">
        {days.map(({ date, title, theme }) => (
          <li key={date}>
            <h3>{dateRange(date, date, dateLocale(i18n.language))}</h3>
            <SavedTexts
              label={t('settings.dayTitle')}
              texts={title}
              languages={event.languages}
              save={(text) => edit({ days: [{ date, title: text, theme }] })}
            />
            <SavedTexts
              label={t('settings.theme')}
              texts={theme}
              languages={event.languages}
              save={(text) => edit({ days: [{ date, title, theme: text }] })}
            />
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Colours of new tracks in turn: dark enough to stand beside text in either scheme. */
const colours = ['#3b6e4f', '#9a4d1f', '#3a5fa0', '#7a3f87', '#8a6d1a', '#a03a52'];

function TracksPart({ settings: { tracks, event }, edit }: PartOfSettings) {
  const { t, i18n } = useTranslation();
  const nameOf = ({ name }: { name: Texts }) => pickText(name, i18n.language, event.languages).text;
  const save = (track: (typeof tracks)[number]) => edit({ tracks: { upserted: [track], removed: [] } });
  const position = Math.max(0, ...tracks.map((track) => track.position)) + 1;
  const add = () => {
    const id = newKey();
    save({
      id,
      name: { [event.languages[0] ?? 'en']: t('settings.newTrack') },
      slug: `track-${id.slice(0, 8)}`,
      colour: colours[tracks.length % colours.length] ?? null,
      position,
    });
  };
  return (
    <Part title={t('settings.tracks')}>
      <Records
        records={tracks}
        nameOf={nameOf}
        remove={({ id }) => edit({ tracks: { upserted: [], removed: [id] } })}
        additions={[{ label: t('settings.addTrack'), add }]}
      >
        {(track) => (
          <>
            <SavedTexts
              label={t('settings.name')}
              texts={track.name}
              languages={event.languages}
              save={(name) => save({ ...track, name })}
            />
            <SavedLine
              label={t('settings.colour')}
              type="color"
              value={track.colour ?? '#808080'}
              save={(colour) => save({ ...track, colour })}
            />
          </>
        )}
      </Records>
    </Part>
  );
}

function FundersPart({ settings: { funders, event }, edit }: PartOfSettings) {
  const { t, i18n } = useTranslation();
  const [first = 'en'] = event.languages;
  const save = (funder: (typeof funders)[number]) => edit({ funders: { upserted: [funder], removed: [] } });
  const position = Math.max(0, ...funders.map((funder) => funder.position)) + 1;
  const add = () =>
    save({
      id: newKey(),
      name: { [first]: t('settings.newFunder') },
      programme: {},
      grantNumber: '',
      acknowledgement: { [first]: t('settings.newFunder') },
      logos: [],
      position,
    });
  return (
    <Part title={t('settings.funders')}>
      <Records
        records={funders}
        nameOf={({ name }) => pickText(name, i18n.language, event.languages).text}
        remove={({ id }) => edit({ funders: { upserted: [], removed: [id] } })}
        additions={[{ label: t('settings.addFunder'), add }]}
      >
        {(funder) => (
          <>
            {(['name', 'programme', 'acknowledgement'] as const).map((key) => (
              <SavedTexts
                key={key}
                label={t(`settings.${key}`)}
                texts={funder[key]}
                languages={event.languages}
                save={(text) => save({ ...funder, [key]: text })}
              />
            ))}
            <SavedLine
              label={t('settings.grantNumber')}
              value={funder.grantNumber}
              save={(grantNumber) => save({ ...funder, grantNumber })}
            />
            <LogosField slug={event.slug} logos={funder.logos} save={(logos) => save({ ...funder, logos })} />
          </>
        )}
      </Records>
    </Part>
  );
}
