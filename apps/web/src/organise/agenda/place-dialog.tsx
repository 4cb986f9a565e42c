import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import type { DraftAgenda, DraftOutline, DraftSlot } from '@kopa/contracts';
import { pickText, type PlacementRules, type Room, type Stand } from '@kopa/domain';
import { LocalText } from '../../language/local-text.js';
import { AppLink } from '../../shell/app-link.js';
import { dateInWords } from '../../time/clock-face.js';
import { companions } from './columns.js';
import { Dialog } from '../dialog.js';
import { organiseHref } from '../places.js';
import type { SayIssue } from './issue-words.js';
import { fieldsOf, standFrom, type PlaceFault } from './place-form.js';

interface PlaceDialogProps {
  agenda: DraftAgenda;
  session: DraftOutline;
  /** null: one more slot of the session. */
  slot: DraftSlot | null;
  /** Where a new slot would stand unless it is said otherwise. */
  proposed: Stand;
  dates: readonly string[];
  rules: PlacementRules;
  sayIssue: SayIssue;
  isEditable: boolean;
  /** @param also further rooms in which the session is at the same time */
  place: (stand: Stand, also: readonly Room[]) => void;
  /** Back to the tray. */
  remove: () => void;
  /** Asks for another slot of the same session. */
  another: () => void;
  /** Opens what is known of when a speaker can. */
  askWhen: (speaker: string) => void;
  close: () => void;
}

/** Says all about a slot and places it by room and time: the way without dragging (WCAG 2.2, 2.5.7). */
export function PlaceDialog(props: PlaceDialogProps) {
  const { agenda, session, slot, proposed, dates, rules, sayIssue, isEditable, close } = props;
  const { t, i18n } = useTranslation();
  const { event } = agenda;
  const [fields, setFields] = useState(() => fieldsOf(slot ?? proposed, event));
  const [faults, setFaults] = useState<readonly PlaceFault[]>([]);
  const beside = slot === null ? [] : companions({ slot, session });
  const [also, setAlso] = useState<readonly string[]>(() =>
    beside.flatMap(({ roomId, onlineRoomId }) => [roomId, onlineRoomId].filter((room) => room !== null)),
  );
  const id = useId();
  const otherRooms = agenda.rooms.filter((room) => room.id !== fields.roomId && room.id !== fields.onlineRoomId);
  const alsoIn = otherRooms.filter((room) => also.includes(room.id));
  const { stand } = standFrom(fields, event);
  const moving = new Set([...beside.map((one) => one.id), ...(slot === null ? [] : [slot.id])]);
  const stands =
    stand === null
      ? []
      : [
          stand,
          ...alsoIn.map((room) => ({
            ...stand,
            roomId: room.kind === 'physical' ? room.id : null,
            onlineRoomId: room.kind === 'online' ? room.id : null,
          })),
        ];
  const issues = [
    ...new Set(
      stands.flatMap((one) =>
        rules.issuesOf({ ...one, id: slot?.id ?? '', session: session.code }, moving).map(sayIssue),
      ),
    ),
  ];
  const set = (field: keyof typeof fields) => (value: { target: { value: string } }) => {
    setFields({ ...fields, [field]: value.target.value });
    setFaults([]);
  };
  const submit = (submitted: SubmitEvent): void => {
    submitted.preventDefault();
    const found = standFrom(fields, event);
    setFaults(found.faults);
    if (found.stand === null) document.getElementById(`${id}-${String(found.faults[0])}`)?.focus();
    else props.place(found.stand, alsoIn);
  };
  const roomChoice = (kind: 'physical' | 'online', field: 'roomId' | 'onlineRoomId') => (
    <label className="org-field">
      {t(`organise.agenda.place.${field}`)}
      <select className="org-input" value={fields[field]} onChange={set(field)} disabled={!isEditable}>
        <option value="">{t('organise.agenda.place.none')}</option>
        {agenda.rooms
          .filter((room) => room.kind === kind)
          .map((room) => (
            <option key={room.id} value={room.id}>
              {pickText(room.name, i18n.language, event.languages).text}
            </option>
          ))}
      </select>
    </label>
  );
  const speakers = new Map(agenda.speakers.map(({ id: speaker, name }) => [speaker, name]));
  return (
    <Dialog title={<LocalText texts={session.title} fallbacks={event.languages} />} close={close}>
      <p className="faint">
        {session.code} · {t(`kind.${session.kind}`)}
      </p>
      {session.speakerIds.length > 0 && (
        <ul className="ag-speaker-list">
          {session.speakerIds.map((speaker) => (
            <li key={speaker}>
              {speakers.get(speaker)}{' '}
              {isEditable && (
                <button type="button" className="ag-open" onClick={() => props.askWhen(speaker)}>
                  {t('organise.agenda.can.open')}
                  <span className="visually-hidden"> {speakers.get(speaker)}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit} noValidate>
        <div className="org-fields">
          {roomChoice('physical', 'roomId')}
          {roomChoice('online', 'onlineRoomId')}
          <label className="org-field">
            {t('organise.agenda.place.day')}
            <select className="org-input" value={fields.date} onChange={set('date')} disabled={!isEditable}>
              {[...new Set([...dates, fields.date])].sort().map((date) => (
                <option key={date} value={date}>
                  {dateInWords(date, dateLocale(i18n.language))}
                </option>
              ))}
            </select>
          </label>
          <label className="org-field">
            {t('organise.agenda.place.time')}
            <input
              id={`${id}-time`}
              className="org-input"
              value={fields.time}
              onChange={set('time')}
              disabled={!isEditable}
              autoComplete="off"
              aria-invalid={faults.includes('time')}
              aria-describedby={faults.includes('time') ? `${id}-time-fault` : undefined}
            />
            {faults.includes('time') && (
              <span className="org-fault" id={`${id}-time-fault`}>
                {t('organise.agenda.place.timeFault')}
              </span>
            )}
          </label>
          <label className="org-field">
            {t('organise.agenda.place.minutes')}
            <input
              id={`${id}-minutes`}
              className="org-input"
              inputMode="numeric"
              value={fields.minutes}
              onChange={set('minutes')}
              disabled={!isEditable}
              autoComplete="off"
              aria-invalid={faults.includes('minutes')}
              aria-describedby={faults.includes('minutes') ? `${id}-minutes-fault` : undefined}
            />
            {faults.includes('minutes') && (
              <span className="org-fault" id={`${id}-minutes-fault`}>
                {t('organise.agenda.place.minutesFault')}
              </span>
            )}
          </label>
        </div>
        {isEditable && otherRooms.length > 0 && (
          <fieldset className="ag-also">
            <legend>{t('organise.agenda.place.also')}</legend>
            <div>
              {otherRooms.map((room) => (
                <label key={room.id} className="ag-choice">
                  <input
                    type="checkbox"
                    checked={also.includes(room.id)}
                    onChange={({ target }) =>
                      setAlso(target.checked ? [...also, room.id] : also.filter((one) => one !== room.id))
                    }
                  />
                  {pickText(room.name, i18n.language, event.languages).text}
                </label>
              ))}
            </div>
          </fieldset>
        )}
        <div className="ag-issues" role="status">
          {issues.length === 0 ? (
            <p className="ag-fine">{stand === null ? '' : t('organise.agenda.fine')}</p>
          ) : (
            <ul>
              {issues.map((issue) => (
                <li key={issue}>{issue}</li>
              ))}
            </ul>
          )}
        </div>
        <div className="org-deeds">
          {isEditable && (
            <button type="submit" className="link-button strong">
              {t(slot === null ? 'organise.agenda.place.place' : 'organise.agenda.place.move')}
            </button>
          )}
          {isEditable && slot !== null && (
            <>
              <button type="button" className="link-button" onClick={props.another}>
                {t('organise.agenda.place.another')}
              </button>
              <button type="button" className="link-button" onClick={props.remove}>
                {t(session.slots.length > 1 ? 'organise.agenda.place.remove' : 'organise.agenda.place.toTray')}
              </button>
            </>
          )}
          <AppLink className="link-button quiet" href={organiseHref(event.slug, `sessions/${session.code}`)}>
            {t('organise.agenda.place.write')}
          </AppLink>
          <button type="button" className="link-button quiet" onClick={close}>
            {t('organise.agenda.close')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
