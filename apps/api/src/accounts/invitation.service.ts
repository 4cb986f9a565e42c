import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { InvitationAcceptance, InvitedTo } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput } from '../platform/problem.js';
import { AccessService } from './access.service.js';
import { invitationOf, join } from './joining.js';
import { AccountEntity } from './login.entity.js';
import { type Browser, openLoginSession } from './login.service.js';
import { demandGoodPassword, hashPassword } from './password.js';
import { SecondFactorService } from './second-factor.service.js';

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
    const { challenge, account, address, event, role } = await invitationOf(
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
      const invitation = await invitationOf(manager, secret, at);
      const { account, address, event } = invitation;
      const { id: accountId } = account;
      const chosen = account.passwordHash === null ? password : undefined;
      if (account.passwordHash === null) {
        if (chosen === undefined)
          throw invalidInput([{ path: 'password', message: 'must be given', code: 'field.missing' }]);
        await demandGoodPassword(manager, chosen, { address, eventIds: [event.id] });
      }
      // An invitation signs in too: without the code it would be a way round it.
      const isTwoFactor = await this.factors.demand(manager, accountId, code, at);
      await join(manager, invitation, name, at);
      if (chosen !== undefined)
        await manager.update(AccountEntity, { id: accountId }, { passwordHash: await hashPassword(chosen) });
      const opening = { by: 'invitation', isTwoFactor } as const;
      return { secret: await openLoginSession(manager, accountId, browser, opening, at), slug: event.slug };
    });
    this.access.forget();
    return answer;
  }
}
