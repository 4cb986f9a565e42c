import { v5 as uuid } from 'uuid';
import {
  addDays,
  byCode,
  byId,
  byPosition,
  byStart,
  dayBounds,
  localToInstant,
  type AddOn,
  type CalendarDate,
  type PlannedSession,
  type ProgrammeContent,
} from '@kopa/domain';
import { demoDescriptions } from './demo-descriptions.js';
import {
  demoDays,
  demoEvent,
  demoFunder,
  demoOnlineRooms,
  demoRooms,
  demoSpeakers,
  demoTracks,
  demoVenues,
} from './demo-frame.js';
import { demoSessions, type DemoSession } from './demo-sessions.js';

const zone = 'Europe/Riga';
/** Ids are made from names, so that the demo has the same ones wherever it is loaded. */
const namespace = uuid('https://kopa.example/demo', uuid.URL);
const idOf = (kind: string, name: string): string => uuid(`${kind} ${name}`, namespace);

export interface Demo {
  content: ProgrammeContent;
  /** Join links of the online rooms by room id. */
  joinUrls: Record<string, string>;
  release: { name: string; message: string };
}

/** The demo event with its three days beginning on `day1`. */
export function demoContent(day1: CalendarDate): Demo {
  const dates = demoDays.map((_, index) => addDays(day1, index));
  const eventId = idOf('event', demoEvent.slug);
  const sessions = demoSessions.map((session) => plannedSession(session, dates)).sort(byCode);
  return {
    content: {
      event: {
        id: eventId,
        ...demoEvent,
        zone,
        firstDay: dates[0] ?? day1,
        lastDay: dates.at(-1) ?? day1,
        dayChangeHour: 0,
        languages: ['en', 'lv'],
        uidHost: 'kopa.example',
      },
      days: demoDays.map((day, index) => ({
        date: dates[index] ?? day1,
        ...dayBounds(dates[index] ?? day1, zone, 0),
        ...day,
      })),
      venues: Object.entries(demoVenues)
        .map(([name, venue]) => ({ id: idOf('venue', name), ...venue }))
        .sort(byId),
      rooms: [
        ...Object.entries(demoRooms).map(([name, { venue, ...room }], position) => ({
          id: idOf('room', name),
          kind: 'physical' as const,
          ...room,
          position,
          venueId: idOf('venue', venue),
          provider: null,
          access: 'registered' as const,
        })),
        ...Object.entries(demoOnlineRooms).map(([name, room], position) => ({
          id: idOf('room', name),
          kind: 'online' as const,
          ...room,
          position: 10 + position,
          venueId: null,
          seats: null,
          provider: 'Jitsi Meet',
          access: 'registered' as const,
        })),
      ].sort(byPosition),
      tracks: Object.entries(demoTracks)
        .map(([slug, track], position) => ({ id: idOf('track', slug), slug, ...track, position }))
        .sort(byPosition),
      speakers: Object.entries(demoSpeakers)
        .map(([code, { name, organisation, country }]) => ({
          id: idOf('speaker', code),
          code,
          name,
          organisation,
          country,
        }))
        .sort(byId),
      funders: [{ id: idOf('funder', 'eafrd'), ...demoFunder, position: 0 }],
      sessions,
      texts: {
        sessions: Object.fromEntries(
          demoSessions.toSorted(byCode).map(({ code, abstract }) => [
            code,
            {
              abstract: { ...abstract },
              description: { ...demoDescriptions[code] },
              materials: [],
            },
          ]),
        ),
        speakers: Object.fromEntries(
          Object.entries(demoSpeakers).map(([code, { biography }]) => [idOf('speaker', code), { ...biography }]),
        ),
      },
    },
    joinUrls: Object.fromEntries(
      Object.keys(demoOnlineRooms).map((name) => [idOf('room', name), `https://meet.example.org/french-moods-${name}`]),
    ),
    release: { name: 'The programme of 2020', message: 'Clock times are illustrative.' },
  };
}

function plannedSession(session: DemoSession, dates: CalendarDate[]): PlannedSession {
  const date = dates[session.day - 1] ?? '';
  const at = (time: string, on = date): string => localToInstant(`${on}T${time}`, zone);
  const { addOn } = session;
  return {
    id: idOf('session', session.code),
    code: session.code,
    title: session.title,
    subtitle: {},
    kind: session.kind,
    language: session.language,
    otherLanguages: [],
    interpretation: session.interpretation ?? [],
    capacity: { 'in-person': session.places?.['in-person'] ?? null, online: session.places?.online ?? null },
    trackId: idOf('track', session.track),
    speakerIds: (session.speakers ?? []).map((speaker) => idOf('speaker', speaker)),
    items: (session.items ?? []).map(({ title, speaker, minutes }) => ({
      title,
      speakerId: idOf('speaker', speaker),
      minutes,
    })),
    addOn:
      addOn === undefined
        ? null
        : ({
            ...addOn,
            meetAt: at(addOn.meetAt),
            departAt: at(addOn.departAt),
            returnAt: at(addOn.returnAt),
            goNoGoAt: addOn.goNoGoAt === null ? null : at(addOn.goNoGoAt, addDays(date, -1)),
          } satisfies AddOn),
    alternativeOf: null,
    slots: [
      {
        id: idOf('slot', session.code),
        startsAt: at(session.from),
        endsAt: at(session.to),
        roomId: session.room === undefined ? null : idOf('room', session.room),
        onlineRoomId: session.online === undefined ? null : idOf('room', session.online),
      },
    ].sort(byStart),
  };
}
