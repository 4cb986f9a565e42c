import type { EntityManager } from 'typeorm';
import { registrationRules, type RegistrationRules } from '@kopa/contracts';
import { addDays, shiftInstant, type EventFacts } from '@kopa/domain';
import { RegistrationRulesEntity } from './registration-rules.entity.js';

/** Gives the copy of an event its registration rules, with their times as far from its first day as they were. */
export async function copyRules(manager: EntityManager, from: EventFacts, to: EventFacts): Promise<void> {
  const known = await manager.findOneBy(RegistrationRulesEntity, { eventId: from.id });
  if (known === null) return;
  const days = Math.round((Date.parse(to.firstDay) - Date.parse(from.firstDay)) / 86_400_000);
  const moved = (at: string | null): string | null => (at === null ? null : shiftInstant(at, days, from.zone));
  const rules = registrationRules.parse(known.rules);
  const window = (one: RegistrationRules['online']): RegistrationRules['online'] => ({
    ...one,
    opensAt: moved(one.opensAt),
    closesAt: moved(one.closesAt),
  });
  await manager.insert(RegistrationRulesEntity, {
    eventId: to.id,
    rules: {
      ...rules,
      online: window(rules.online),
      'in-person': window(rules['in-person']),
      sessions: Object.fromEntries(
        Object.entries(rules.sessions).map(([code, terms]) => [code, { ...terms, bookUntil: moved(terms.bookUntil) }]),
      ),
      keepUntil: rules.keepUntil === null ? null : addDays(rules.keepUntil, days),
    },
  });
}
