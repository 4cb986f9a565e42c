import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { ApiToken, NewApiToken, TokenOrder } from '@kopa/contracts';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { AccessService } from './access.service.js';
import { ApiTokenEntity } from './api-token.entity.js';
import { hashSecret } from './secret.js';
import { createToken } from './tokens.js';

/** The API tokens of an event in the hands of its owners. */
@Injectable()
export class ApiTokensService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Those that were not revoked, the newest first; also expired ones, so that somebody sees why a program fails. */
  async list(eventId: string): Promise<ApiToken[]> {
    const tokens = await this.dataSource.manager.find(ApiTokenEntity, {
      where: { eventId, revokedAt: IsNull() },
      order: { createdAt: 'DESC', id: 'ASC' },
    });
    return tokens.map(viewOf);
  }

  async create(eventId: string, { name, role, days }: TokenOrder, who: string): Promise<NewApiToken> {
    const at = this.clock.now();
    const expiresAt = days === undefined ? null : new Date(at.getTime() + days * 86_400_000);
    return transaction(this.dataSource, async (manager) => {
      const token = await createToken(manager, { eventId, role, name, expiresAt, at });
      const made = await manager.findOneByOrFail(ApiTokenEntity, { hash: hashSecret(token) });
      const after = { name, role, expiresAt: expiresAt?.toISOString() ?? null };
      await audit(manager, { eventId, at, who, action: 'token.created', subject: name, after });
      return { ...viewOf(made), token };
    });
  }

  /** Problem 404 `token.unknown`. */
  async revoke(eventId: string, id: string, who: string): Promise<void> {
    const at = this.clock.now();
    await transaction(this.dataSource, async (manager) => {
      const token = await manager.findOneBy(ApiTokenEntity, { id, eventId, revokedAt: IsNull() });
      if (token === null) throw new Problem(404, 'token.unknown', 'There is no such token.');
      await manager.update(ApiTokenEntity, { id }, { revokedAt: at });
      const { name, role } = token;
      await audit(manager, { eventId, at, who, action: 'token.revoked', subject: name, before: { name, role } });
    });
    this.access.forget();
  }
}

const viewOf = ({ id, name, role, createdAt, expiresAt, lastUsedAt }: ApiTokenEntity): ApiToken => ({
  id,
  name,
  role,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
