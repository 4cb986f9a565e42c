import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Member, MemberInvitation, OpenInvitation, Role, Team } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { MailSender } from '../platform/mail/mail-sender.js';
import { Problem } from '../platform/problem.js';
import { AccessService } from './access.service.js';
import { AccountRoleEntity } from './login.entity.js';
import { inviteOrganiser, lockMember } from './members.js';

/** Who organises an event, and as what. */
@Injectable()
export class MembersService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Two queries, however many. */
  async list(eventId: string): Promise<Team> {
    const items: Member[] = await this.dataSource.query(
      `SELECT a.id AS "accountId", a.email, a.name, r.role FROM account_roles r JOIN accounts a ON a.id = r.account_id
        WHERE r.event_id = $1 ORDER BY lower(coalesce(nullif(a.name, ''), a.email)), a.id`,
      [eventId],
    );
    const open: (Omit<OpenInvitation, 'expiresAt'> & { expiresAt: Date })[] = await this.dataSource.query(
      `SELECT c.id, a.email, a.name, c.role, c.expires_at AS "expiresAt"
         FROM challenges c JOIN accounts a ON a.id = c.account_id
        WHERE c.event_id = $1 AND c.used_at IS NULL AND c.expires_at > $2 ORDER BY a.email`,
      [eventId, this.clock.now()],
    );
    const invitations = open.map((one) => ({ ...one, expiresAt: one.expiresAt.toISOString() }));
    return { items, next: null, invitations };
  }

  async invite(eventId: string, { locale, ...order }: MemberInvitation, who: string): Promise<Team> {
    const { languages } = await this.dataSource.manager.findOneByOrFail(EventEntity, { id: eventId });
    const at = this.clock.now();
    await inviteOrganiser(this.dataSource, { ...order, eventId, who, at, locale: locale ?? languages[0] ?? 'en' });
    this.sender.wake();
    return this.list(eventId);
  }

  /** Takes an invitation back. Problem 404 `invitation.unknown`. */
  async withdraw(eventId: string, id: string, who: string): Promise<void> {
    const at = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      const [withdrawn] = await manager.query<[{ email: string }[], number]>(
        `UPDATE challenges c SET used_at = $3 FROM accounts a
          WHERE a.id = c.account_id AND c.event_id = $1 AND c.id = $2 AND c.used_at IS NULL RETURNING a.email`,
        [eventId, id, at],
      );
      const [first] = withdrawn;
      if (first === undefined) throw new Problem(404, 'invitation.unknown', 'There is no such open invitation.');
      await audit(manager, { eventId, at, who, action: 'organiser.uninvited', subject: first.email });
    });
  }

  /** Problems as `lockMember`. */
  async setRole(eventId: string, accountId: string, role: Role, who: string): Promise<Team> {
    const at = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      const before = await lockMember(manager, { eventId, accountId, staysOwner: role === 'owner' });
      if (before.role === role) return;
      await manager.update(AccountRoleEntity, { accountId, eventId }, { role });
      const subject = before.email ?? accountId;
      const change = { before: { role: before.role }, after: { role } };
      await audit(manager, { eventId, at, who, action: 'organiser.roleChanged', subject, ...change });
    });
    this.access.forget();
    return this.list(eventId);
  }

  /** Problems as `lockMember`. */
  async remove(eventId: string, accountId: string, who: string): Promise<void> {
    const at = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      const { role, email } = await lockMember(manager, { eventId, accountId, staysOwner: false });
      await manager.delete(AccountRoleEntity, { accountId, eventId });
      const subject = email ?? accountId;
      await audit(manager, { eventId, at, who, action: 'organiser.removed', subject, before: { role } });
    });
    this.access.forget();
  }
}
