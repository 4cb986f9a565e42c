import type { EntityManager } from 'typeorm';
import { registrationRules, type RegistrationRules } from '@kopa/contracts';
import { RegistrationRulesEntity } from './registration-rules.entity.js';

/** The rules of an event; what was never set: open, and nothing asked. */
export async function readRules(manager: EntityManager, eventId: string): Promise<RegistrationRules> {
  const row = await manager.findOneBy(RegistrationRulesEntity, { eventId });
  return registrationRules.parse(row?.rules ?? {});
}
