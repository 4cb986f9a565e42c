import { z } from 'zod';
import type { Instant, SlotStatus, Texts } from '@kopa/domain';
import { speakerPatch } from './content.js';
import { text } from './scalars.js';

/** Body of `PUT /events/:slug/speaker/cookie`: in which language and zone the speaker reads. */
export const speakerOpening = z
  .strictObject({ locale: z.enum(['en', 'lv']), timezone: text.max(80) })
  .meta({ id: 'SpeakerOpening' });
export type SpeakerOpening = z.infer<typeof speakerOpening>;

/** Body of `PATCH /events/:slug/speaker/profile`: what a speaker says of themselves; what is left out stays. */
export const speakerProfile = speakerPatch.pick({ name: true, organisation: true, biography: true }).meta({
  id: 'SpeakerProfile',
});
export type SpeakerProfile = z.infer<typeof speakerProfile>;

/** Slides that a speaker handed in: to organisers alone, taken over into the draft, or public. */
export interface OwnSlides {
  id: string;
  name: string;
  bytes: number;
  state: 'handed-in' | 'taken-over' | 'public';
}

export interface OwnSlot {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  plannedStartsAt: Instant;
  plannedEndsAt: Instant;
  status: SlotStatus;
  room: Texts | null;
  onlineRoom: Texts | null;
  /** By which the speaker joins; null where there is no online room. */
  join: string | null;
  /** When it is their turn, where several speak in turn. */
  turns: { title: Texts; startsAt: Instant; endsAt: Instant }[];
}

export interface OwnSession {
  code: string;
  title: Texts;
  slots: OwnSlot[];
  slides: OwnSlides[];
}

/** Answer of `GET /events/:slug/speaker`: a speaker's own page. */
export interface SpeakerView {
  code: string;
  /** The version that an edit of the profile must name. */
  version: number;
  name: string;
  organisation: Texts;
  biography: Texts;
  /** When they can; null: always. */
  availability: { startsAt: Instant; endsAt: Instant }[] | null;
  /** In the order of their start, as published. */
  sessions: OwnSession[];
  /** Where speakers meet before their session. */
  backstageUrl: string | null;
}

/** Answer of `POST /events/:slug/speakers/:code/link/mail`: to whom the speaker's link is on its way. */
export interface SpeakerLinkSent {
  speaker: string;
  email: string;
}
