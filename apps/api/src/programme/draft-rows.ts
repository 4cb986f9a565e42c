import type { AddOn, EventFacts, PlannedSession, PlannedSlot, ProgrammeContent, SessionTexts } from '@kopa/domain';
import type { EventEntity } from '../events/event.entity.js';
import type { DayEntity, FunderEntity, RoomEntity, TrackEntity, VenueEntity } from '../events/frame.entity.js';
import type { AddOnEntity, SessionEntity, SessionSpeakerEntity, SlotEntity, SpeakerEntity } from './session.entity.js';

/** The columns of an entity, without relations and the version that only the database counts. */
type Row<E, Omitted extends keyof E> = Omit<E, Omitted>;

export interface DraftRows {
  event: Row<EventEntity, 'version' | 'state' | 'backstageUrl' | 'deletedAt' | 'deletesAt' | 'keptState'>;
  days: Row<DayEntity, 'event'>[];
  venues: Row<VenueEntity, 'event'>[];
  rooms: Row<RoomEntity, 'event' | 'venue' | 'joinUrl'>[];
  tracks: Row<TrackEntity, 'event'>[];
  funders: Row<FunderEntity, 'event'>[];
  speakers: Row<SpeakerEntity, 'event' | 'availability' | 'email' | 'version'>[];
  sessions: Row<SessionEntity, 'event' | 'track' | 'version'>[];
  addOns: Row<AddOnEntity, 'session'>[];
  sessionSpeakers: Row<SessionSpeakerEntity, 'session' | 'speaker'>[];
  slots: Row<SlotEntity, 'session' | 'room' | 'onlineRoom' | 'version'>[];
}

const date = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));
const instant = (value: Date | null): string | null => value?.toISOString() ?? null;

/** Content as rows of the draft's tables. Inverse of `contentOf`. */
export function rowsOf(content: ProgrammeContent): DraftRows {
  const eventId = content.event.id;
  return {
    event: { ...content.event },
    days: content.days.map((day) => ({
      ...day,
      eventId,
      startsAt: new Date(day.startsAt),
      endsAt: new Date(day.endsAt),
    })),
    venues: content.venues.map(({ minutesTo = {}, ...venue }) => ({ ...venue, minutesTo, eventId })),
    rooms: content.rooms.map((room) => ({ ...room, eventId })),
    tracks: content.tracks.map((track) => ({ ...track, eventId })),
    funders: content.funders.map((funder) => ({ ...funder, eventId })),
    speakers: content.speakers.map((speaker) => ({
      ...speaker,
      eventId,
      biography: content.texts.speakers[speaker.id] ?? {},
    })),
    sessions: content.sessions.map((session) => sessionRow(session, content.texts.sessions[session.code], eventId)),
    addOns: content.sessions.flatMap(({ id, addOn }) => (addOn === null ? [] : [addOnRow(id, addOn)])),
    sessionSpeakers: content.sessions.flatMap((session) =>
      session.speakerIds.map((speakerId, position) => ({ sessionId: session.id, speakerId, position })),
    ),
    slots: content.sessions.flatMap((session) => session.slots.map((slot) => slotRow(session.id, slot))),
  };
}

function sessionRow(
  session: PlannedSession,
  texts: SessionTexts | undefined,
  eventId: string,
): DraftRows['sessions'][number] {
  return {
    id: session.id,
    eventId,
    code: session.code,
    title: session.title,
    subtitle: session.subtitle,
    abstract: texts?.abstract ?? {},
    description: texts?.description ?? {},
    materials: texts?.materials ?? [],
    kind: session.kind,
    language: session.language,
    otherLanguages: session.otherLanguages,
    interpretation: session.interpretation,
    capacityInPerson: session.capacity['in-person'],
    capacityOnline: session.capacity.online,
    trackId: session.trackId,
    items: session.items,
    alternativeOf: session.alternativeOf,
  };
}

export function addOnRow(sessionId: string, addOn: AddOn): DraftRows['addOns'][number] {
  return {
    ...addOn,
    sessionId,
    meetAt: date(addOn.meetAt),
    departAt: date(addOn.departAt),
    returnAt: date(addOn.returnAt),
    goNoGoAt: date(addOn.goNoGoAt),
  };
}

function slotRow(sessionId: string, slot: PlannedSlot): DraftRows['slots'][number] {
  return { ...slot, sessionId, startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byPosition = (a: { position: number; id: string }, b: { position: number; id: string }): number =>
  a.position - b.position || byText(a.id, b.id);
const byId = (a: { id: string }, b: { id: string }): number => byText(a.id, b.id);

/** Rows of the draft's tables as content in canonical order, whatever order the rows came in. */
export function contentOf(rows: DraftRows): ProgrammeContent {
  const addOns = new Map(rows.addOns.map((row) => [row.sessionId, row]));
  const slots = Map.groupBy(rows.slots, (row) => row.sessionId);
  const speakers = Map.groupBy(
    rows.sessionSpeakers.toSorted((a, b) => a.position - b.position),
    (row) => row.sessionId,
  );
  const sessions = rows.sessions.toSorted((a, b) => byText(a.code, b.code));
  return {
    event: eventFactsOf(rows.event),
    days: rows.days
      .map((day) => ({
        date: day.date,
        startsAt: day.startsAt.toISOString(),
        endsAt: day.endsAt.toISOString(),
        title: day.title,
        theme: day.theme,
      }))
      .sort((a, b) => byText(a.date, b.date)),
    venues: rows.venues
      .map(({ id, name, address, latitude, longitude, minutesTo }) => ({
        id,
        name,
        address,
        latitude,
        longitude,
        // Nothing said is left out, as it is in releases from before there was anything to say.
        ...(Object.keys(minutesTo).length === 0 ? {} : { minutesTo }),
      }))
      .sort(byId),
    rooms: rows.rooms
      .map(({ id, kind, name, position, venueId, seats, provider, access }) => ({
        id,
        kind,
        name,
        position,
        venueId,
        seats,
        provider,
        access,
      }))
      .sort(byPosition),
    tracks: rows.tracks
      .map(({ id, name, slug, colour, position }) => ({ id, name, slug, colour, position }))
      .sort(byPosition),
    speakers: rows.speakers
      .map(({ id, code, name, organisation, country }) => ({ id, code, name, organisation, country }))
      .sort(byId),
    funders: rows.funders
      .map(({ id, name, programme, grantNumber, acknowledgement, logos, position }) => ({
        id,
        name,
        programme,
        grantNumber,
        acknowledgement,
        logos,
        position,
      }))
      .sort(byPosition),
    sessions: sessions.map((row) => ({
      id: row.id,
      code: row.code,
      title: row.title,
      subtitle: row.subtitle,
      kind: row.kind,
      language: row.language,
      otherLanguages: row.otherLanguages,
      interpretation: row.interpretation,
      capacity: { 'in-person': row.capacityInPerson, online: row.capacityOnline },
      trackId: row.trackId,
      speakerIds: (speakers.get(row.id) ?? []).map((entry) => entry.speakerId),
      items: row.items,
      addOn: addOnOf(addOns.get(row.id)),
      alternativeOf: row.alternativeOf,
      slots: (slots.get(row.id) ?? []).map(plannedSlotOf).sort((a, b) => byText(a.startsAt, b.startsAt) || byId(a, b)),
    })),
    texts: {
      sessions: Object.fromEntries(
        sessions.map(({ code, abstract, description, materials }) => [code, { abstract, description, materials }]),
      ),
      speakers: Object.fromEntries(
        rows.speakers
          .filter((row) => Object.keys(row.biography).length > 0)
          .toSorted(byId)
          .map((row) => [row.id, row.biography]),
      ),
    },
  };
}

function eventFactsOf(row: DraftRows['event']): EventFacts {
  const { id, slug, title, subtitle, description, place, zone, firstDay, lastDay, dayChangeHour, languages, uidHost } =
    row;
  return { id, slug, title, subtitle, description, place, zone, firstDay, lastDay, dayChangeHour, languages, uidHost };
}

export function addOnOf(row: DraftRows['addOns'][number] | undefined): AddOn | null {
  if (row === undefined) return null;
  return {
    meetAt: instant(row.meetAt),
    departAt: instant(row.departAt),
    returnAt: instant(row.returnAt),
    meetingPoint: row.meetingPoint,
    travelMinutes: row.travelMinutes,
    minimumNumber: row.minimumNumber,
    goNoGoAt: instant(row.goNoGoAt),
    bring: row.bring,
    minimumAge: row.minimumAge,
  };
}

export function plannedSlotOf(row: DraftRows['slots'][number]): PlannedSlot {
  const { id, startsAt, endsAt, roomId, onlineRoomId } = row;
  return { id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), roomId, onlineRoomId };
}
