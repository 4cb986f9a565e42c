import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Invitation, InvitationEdit, InvitationOrder } from '@kopa/contracts';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { InvitationEntity } from './invitation.entity.js';
import { invitationView, quotasOf } from './invitations.js';
import { newCode } from './new-code.js';

/** Whose code, and who acts. */
export interface CodeOf {
  eventId: string;
  code: string;
  who: string;
}

interface Change {
  action: string;
  after?: object;
}

/** Codes of invitations as organisers make, change and withdraw them. */
@Injectable()
export class InvitationCodesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** All of an event, also those that are withdrawn. */
  async list(eventId: string): Promise<Invitation[]> {
    const rows = await this.dataSource.manager.find(InvitationEntity, { where: { eventId }, order: { code: 'ASC' } });
    return rows.map(invitationView);
  }

  /** Problem 422 `idempotency.mismatch`. */
  make(
    order: InvitationOrder,
    { eventId, who, key }: Omit<CodeOf, 'code'> & { key: string | undefined },
  ): Promise<Invitation> {
    const at = this.clock.now();
    const claim = { scope: `invite ${eventId} ${who}`, key, request: order, at };
    return transaction(this.dataSource, (manager) =>
      once(manager, claim, async () => {
        const row = { id: randomUUID(), eventId, code: newCode(8), ...quotasOf(order, { 'in-person': 0, online: 0 }) };
        await manager.insert(InvitationEntity, row);
        await audit(manager, { eventId, at, who, action: 'invitation.made', subject: row.code, after: order });
        return invitationView(await manager.findOneByOrFail(InvitationEntity, { id: row.id }));
      }),
    );
  }

  /** Sets all that an order says; what another set meanwhile is gone. Problem 404 `invitation.unknown`. */
  replace(of: CodeOf, order: InvitationOrder): Promise<Invitation> {
    return this.change(of, async (manager, row) => {
      await this.set(manager, row, order);
      return { action: 'invitation.changed', after: order };
    });
  }

  /**
   * Sets the parts that `edit` names. `seen` is the version from If-Match. Problems: 404 `invitation.unknown`, 412
   * `version.late` with the code as it is.
   */
  edit(of: CodeOf, { quota, label, closesAt }: InvitationEdit, seen: number): Promise<Invitation> {
    return this.change(of, async (manager, row) => {
      const current = invitationView(row);
      if (current.version !== seen)
        throw new Problem(412, 'version.late', `The code is at version ${current.version}, the change saw ${seen}.`, {
          current,
        });
      const order = {
        label: label ?? current.label,
        quota: {
          'in-person': quota?.['in-person'] === undefined ? current.quota['in-person'] : quota['in-person'],
          online: quota?.online === undefined ? current.quota.online : quota.online,
        },
        closesAt: closesAt === undefined ? current.closesAt : closesAt,
      };
      await this.set(manager, row, order);
      return { action: 'invitation.changed', after: order };
    });
  }

  /** From now on nobody registers by it; who did stays registered. Once is as good as twice. Problem 404 `invitation.unknown`. */
  withdraw(of: CodeOf): Promise<Invitation> {
    return this.change(of, async (manager, { id, withdrawnAt, version }) => {
      if (withdrawnAt !== null) return null;
      await manager.update(InvitationEntity, { id }, { withdrawnAt: this.clock.now(), version: version + 1 });
      return { action: 'invitation.withdrawn' };
    });
  }

  /** Lets a withdrawn one be used again, with the quotas that it had. Problem 404 `invitation.unknown`. */
  restore(of: CodeOf): Promise<Invitation> {
    return this.change(of, async (manager, { id, withdrawnAt, version }) => {
      if (withdrawnAt === null) return null;
      await manager.update(InvitationEntity, { id }, { withdrawnAt: null, version: version + 1 });
      return { action: 'invitation.restored' };
    });
  }

  private async set(manager: EntityManager, row: InvitationEntity, order: InvitationOrder): Promise<void> {
    const { taken } = invitationView(row);
    await manager.update(InvitationEntity, { id: row.id }, { ...quotasOf(order, taken), version: row.version + 1 });
  }

  /** Works on a locked code, so that what is taken of it stands still; null: there was nothing to do. */
  private change(
    { eventId, code, who }: CodeOf,
    work: (manager: EntityManager, row: InvitationEntity) => Promise<Change | null>,
  ): Promise<Invitation> {
    return transaction(this.dataSource, async (manager) => {
      const row = await manager.findOne(InvitationEntity, {
        where: { eventId, code },
        lock: { mode: 'pessimistic_write' },
      });
      if (row === null) throw new Problem(404, 'invitation.unknown', `There is no invitation "${code}".`);
      const change = await work(manager, row);
      if (change === null) return invitationView(row);
      const { action, after } = change;
      const now = invitationView(await manager.findOneByOrFail(InvitationEntity, { id: row.id }));
      await audit(manager, {
        eventId,
        at: this.clock.now(),
        who,
        action,
        subject: code,
        ...(after === undefined ? {} : { before: invitationView(row), after }),
      });
      return now;
    });
  }
}
