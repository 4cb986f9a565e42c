import { IsNull, type DataSource } from 'typeorm';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { auditAccount } from './account-audit.js';
import { AccountEntity, LoginSessionEntity } from './login.entity.js';
import { removeSecondFactor } from './second-factor.service.js';

/**
 * Takes away the second factor of somebody who lost their device and the recovery codes, for whoever can read the server's
 * console. All their login sessions end, and they are written to, as it may not be they who asked. Returns how many ended.
 * Problems: 404 `account.unknown`, 409 `secondFactor.off`.
 */
export async function resetSecondFactor(
  dataSource: DataSource,
  { email, at }: { email: string; at: Date },
): Promise<number> {
  return transaction(dataSource, async (manager) => {
    const account = await manager.findOneBy(AccountEntity, { email });
    if (account === null) throw new Problem(404, 'account.unknown', `Nobody here has the address ${email}.`);
    if (!(await removeSecondFactor(manager, account.id)))
      throw new Problem(409, 'secondFactor.off', `${email} has no second factor.`);
    const open = { accountId: account.id, revokedAt: IsNull() };
    const ended = await manager.update(LoginSessionEntity, open, { revokedAt: at });
    await auditAccount(manager, account.id, 'account.secondFactorReset', at, 'console');
    // In the first language of an event of theirs: an account has none.
    await manager.query(
      `INSERT INTO outbox_mails (event_id, written_at, due_at, recipient, locale, kind, facts)
       SELECT NULL, $1, $1, $2, coalesce((SELECT e.languages[1] FROM account_roles r JOIN events e ON e.id = r.event_id
                                           WHERE r.account_id = $3 ORDER BY e.first_day DESC, e.id LIMIT 1), 'en'),
              'account.secondFactorReset', '{}'`,
      [at, email, account.id],
    );
    return ended.affected ?? 0;
  });
}
