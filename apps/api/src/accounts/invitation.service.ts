import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { InvitationAcceptance, InvitedTo, Role } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { AccessService } from './access.service.js';
import { openChallenge, spendChallenge } from './challenges.js';
import { AccountEntity, AccountRoleEntity, type ChallengeEntity } from './login.entity.js';
import { type Browser, openLoginSession } from './login.service.js';
import { demandGoodPassword, hashPassword } from './password.js';
import { SecondFactorService } from './second-factor.service.js';

interface Opened {
  challenge: ChallengeEntity;
  account: AccountEntity;
  address: string;
  event: EventEntity;
  role: Role;
}

/** What somebody who was invited may do with their invitation. */
@Injectable()
export class InvitationService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async look(secret: string): Promise<InvitedTo> {
    const { challenge, account, address, event, role } = await opened(
      this.dataSource.manager,
      secret,
      this.clock.now(),
    );
    return {
      email: address,
      name: account.name,
      role,
      slug: event.slug,
      title: event.title,
      languages: event.languages,
      expiresAt: challenge.expiresAt.toISOString(),
      wantsPassword: account.passwordHash === null,
    };
  }

  /**
   * Gives the role, keeps the password where there was none, and signs in: who opens the link has the address. A password
   * or a code that is refused leaves the invitation open.
   */
  async accept(
    { challenge: secret, name, password, code }: InvitationAcceptance,
    browser: Browser,
  ): Promise<{ secret: string; slug: string }> {
    const answer = await transaction(this.dataSource, async (manager) => {
      const at = this.clock.now();
      const { challenge, account, address, event, role } = await opened(manager, secret, at);
      const { id: accountId } = account;
      const chosen = account.passwordHash === null ? password : undefined;
      if (account.passwordHash === null) {
        if (chosen === undefined)
          throw invalidInput([{ path: 'password', message: 'must be given', code: 'field.missing' }]);
        await demandGoodPassword(manager, chosen, { address, eventIds: [event.id] });
      }
      // An invitation signs in too: without the code it would be a way round it.
      const isTwoFactor = await this.factors.demand(manager, accountId, code, at);
      await spendChallenge(manager, challenge, at);
      await manager.update(
        AccountEntity,
        { id: accountId },
        {
          name: name === undefined || name === '' ? account.name : name,
          ...(chosen === undefined ? {} : { passwordHash: await hashPassword(chosen) }),
        },
      );
      await manager.insert(AccountRoleEntity, { accountId, eventId: event.id, role });
      const who = `account:${accountId}`;
      await audit(manager, {
        eventId: event.id,
        at,
        who,
        action: 'organiser.joined',
        subject: address,
        after: { role },
      });
      const opening = { by: 'invitation', isTwoFactor } as const;
      return { secret: await openLoginSession(manager, accountId, browser, opening, at), slug: event.slug };
    });
    this.access.forget();
    return answer;
  }
}

async function opened(manager: EntityManager, secret: string, now: Date): Promise<Opened> {
  const challenge = await openChallenge(manager, secret, ['invite'], now);
  const { eventId, role, accountId } = challenge;
  const account = await manager.findOneByOrFail(AccountEntity, { id: accountId });
  if (eventId === null || role === null || account.email === null)
    throw new Problem(401, 'challenge.invalid', 'This link is no invitation.');
  const event = await manager.findOneByOrFail(EventEntity, { id: eventId });
  return { challenge, account, address: account.email, event, role };
}
