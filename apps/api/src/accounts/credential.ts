import type { Role } from '@kopa/contracts';

/** Who asks. A token has one role in one event; a login session one in each event of its account. */
export type Credential =
  | { kind: 'token'; tokenId: string; eventId: string; role: Role }
  | {
      kind: 'login';
      loginSessionId: string;
      accountId: string;
      roles: readonly { eventId: string; role: Role }[] | 'owner of all';
    };

/** A stable name of the caller, for records and to keep the idempotency keys of callers apart. */
export function callerOf(credential: Credential): string {
  return credential.kind === 'token' ? `token:${credential.tokenId}` : `account:${credential.accountId}`;
}
