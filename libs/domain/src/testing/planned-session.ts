import type { AddOn, PlannedSession } from '../programme.js';
import { minutesIn } from './arbitrary-programme.js';

/** A talk with one slot in `room-1`, from and to by minutes from the first morning, with `more` laid over it. */
export function planned(code: string, from: number, to: number, more: Partial<PlannedSession> = {}): PlannedSession {
  return {
    id: code.toLowerCase(),
    code,
    title: { en: code },
    subtitle: {},
    kind: 'talk',
    language: null,
    otherLanguages: [],
    interpretation: [],
    capacity: { 'in-person': null, online: null },
    trackId: null,
    speakerIds: [],
    items: [],
    addOn: null,
    alternativeOf: null,
    slots: [
      { id: `slot-${code}`, startsAt: minutesIn(from), endsAt: minutesIn(to), roomId: 'room-1', onlineRoomId: null },
    ],
    ...more,
  };
}

/** An add-on of which nothing is said but `more`. */
export function plannedAddOn(more: Partial<AddOn>): AddOn {
  return {
    meetAt: null,
    departAt: null,
    returnAt: null,
    meetingPoint: {},
    travelMinutes: null,
    minimumNumber: null,
    goNoGoAt: null,
    bring: {},
    minimumAge: null,
    ...more,
  };
}
