import type { Role } from '@kopa/contracts';

/**
 * Who asks. A token has one role in one event; a login session one in each event of its account; a registration is a
 * participant, and a speaker speaks: they may do nothing but what is their own.
 */
export type Credential =
  | { kind: 'token'; tokenId: string; eventId: string; role: Role }
  | {
      kind: 'login';
      loginSessionId: string;
      accountId: string;
      roles: readonly { eventId: string; role: Role }[] | 'owner of all';
      /** Must show a second factor before they may do what only owners may. */
      lacksFactor?: boolean;
    }
  | { kind: 'registration'; registrationId: string; eventId: string; eventSlug: string; code: string }
  | { kind: 'speaker'; speakerId: string; eventId: string; eventSlug: string; code: string };

/** A stable name of the caller, for records and to keep the idempotency keys of callers apart. */
export function callerOf(credential: Credential): string {
  switch (credential.kind) {
    case 'token':
      return `token:${credential.tokenId}`;
    case 'login':
      return `account:${credential.accountId}`;
    case 'registration':
      return `registration:${credential.registrationId}`;
    case 'speaker':
      return `speaker:${credential.speakerId}`;
  }
}
