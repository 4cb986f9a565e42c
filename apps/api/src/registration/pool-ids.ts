import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Programme } from '@kopa/domain';
import { type Claim } from './claims.js';
import { findPools, poolNameText, publishedCapacity } from './pools.js';
import type { Wanted } from './wanted-places.js';

/** Ids of pools by event and name, as this process knows them: a rush for a pool does not look it up each time. */
@Injectable()
export class PoolIds {
  private readonly known = new Map<string, string>();

  /**
   * The claims of these places. Pools that are missing are made; no query where all are known. Inside a transaction give
   * its `manager`: another connection could be waited for by all who hold one.
   */
  async claims(manager: EntityManager, programme: Programme, wanted: readonly Wanted[]): Promise<Claim[]> {
    const { id: eventId } = programme.event;
    const keyOf = (name: string): string => `${eventId} ${name}`;
    const missing = new Map(
      wanted.filter((name) => !this.known.has(keyOf(poolNameText(name)))).map((name) => [poolNameText(name), name]),
    );
    const names = [...missing.values()].map(({ scope, key, mode }) => ({
      scope,
      key,
      mode,
      capacity: publishedCapacity(programme, { scope, key, mode }),
    }));
    const found = names.length === 0 ? new Map<string, never>() : await findPools(manager, eventId, names);
    // One that was made just now is gone again if the transaction fails: it is known from the next time on.
    for (const [name, { id, isNew }] of found) if (!isNew) this.known.set(keyOf(name), id);
    return wanted.map(({ id, afterId, ...name }) => {
      const text = poolNameText(name);
      const poolId = this.known.get(keyOf(text)) ?? found.get(text)?.id;
      if (poolId === undefined) throw new Error(`the pool ${text} was not found`);
      return { id, poolId, afterId };
    });
  }

  /** A restored backup may have other pools under these names. */
  forget(): void {
    this.known.clear();
  }
}
