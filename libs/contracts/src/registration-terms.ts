import { z } from 'zod';
import type { PlaceMode } from '@kopa/domain';
import { registrationRules, type RegistrationRules } from './registration.js';

const { shape } = registrationRules;
/** Body of `PATCH /events/:slug/registration`: what is left out stays, what is there is whole. */
export const registrationTermsEdit = z
  .strictObject({
    'in-person': shape['in-person'].unwrap(),
    online: shape.online.unwrap(),
    sessions: shape.sessions.unwrap(),
    keepUntil: shape.keepUntil.unwrap(),
    sendsInvitations: shape.sendsInvitations.unwrap(),
    questions: shape.questions.unwrap(),
    consents: shape.consents.unwrap(),
  })
  .partial()
  .meta({ id: 'RegistrationTermsEdit' });
export type RegistrationTermsEdit = z.infer<typeof registrationTermsEdit>;

/** Answer of `GET /events/:slug/registration/terms` and `PATCH /events/:slug/registration`. */
export interface RegistrationTerms {
  /** The version that an edit must name; 0 before anything was set: registration is open then, and asks nothing. */
  version: number;
  rules: RegistrationRules;
}

/** One line of `GET /events/:slug/places`: how many places there are, and how they are filled. */
export interface PoolStanding {
  scope: 'event' | 'day' | 'session' | 'seat';
  /** Empty for the event, the date of a day, the code of a session, also of its coach. */
  key: string;
  mode: PlaceMode;
  /** What an edit names in `If-Match`; 0 is that of places which nobody set or took yet. */
  version: number;
  capacity: number | null;
  promotion: 'automatic' | 'offer';
  offerMinutes: number;
  taken: number;
  waiting: number;
  /** Whether organisers set the capacity; else it is the published one. */
  isSet: boolean;
}
