import type { EntityManager } from 'typeorm';

/** An account is of no event: what is done to it stands in the trail of each that it organises. By itself, unless said. */
export async function auditAccount(
  manager: EntityManager,
  accountId: string,
  action: string,
  at: Date,
  who = `account:${accountId}`,
): Promise<void> {
  await manager.query(
    `INSERT INTO audit_entries (event_id, at, who, action, subject)
     SELECT r.event_id, $2, $4, $3, coalesce(a.email, a.name)
       FROM account_roles r JOIN accounts a ON a.id = r.account_id WHERE a.id = $1`,
    [accountId, at, action, who],
  );
}
