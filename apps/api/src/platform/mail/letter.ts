import type { OutboxMailEntity } from './outbox-mail.entity.js';

/** A file that comes with a letter; with a `cid` it is a picture in the letter's HTML (RFC 2392). */
export interface Enclosure {
  filename: string;
  contentType: string;
  content: Buffer | string;
  cid?: string;
}

/** A mail's content, ready to be sent or shown. */
export interface Letter {
  subject: string;
  html: string;
  /** The same without HTML. */
  text: string;
  /** BCP 47. */
  language: string;
  enclosures: Enclosure[];
  /** A calendar's message (RFC 6047), shown by mail programmes as an invitation. */
  invitation?: { method: 'REQUEST' | 'CANCEL'; content: string };
  /** What signs in as its reader: who reads the outbox does not see it. */
  secret?: string;
  /** Address by which such mail ends with one click (RFC 8058), where it is not essential. */
  unsubscribe?: string;
}

/** That a mail is not to be sent, as what it would tell is no longer so. */
export interface Dropped {
  dropped: string;
}

export type Composed = Letter | Dropped;

/** A mail to be composed. */
export type WrittenMail = Pick<
  OutboxMailEntity,
  'id' | 'eventId' | 'registrationId' | 'writtenAt' | 'recipient' | 'locale' | 'kind' | 'facts' | 'attempts'
>;

export const isDropped = (composed: Composed): composed is Dropped => 'dropped' in composed;
