import i18next from 'i18next';
import type { RegistrationRules } from '@kopa/contracts';
import { addDays, instantToLocal, localToInstant, type Day, type EventFacts } from '@kopa/domain';

const facts = { why: {}, required: false, mode: null, session: null, isSensitive: false } as const;

/**
 * Terms to begin from: in person until the evening before, online until it is over, what caterers and hosts ask, and
 * consents. What is not public yet opens in a week; what is stays open.
 */
export function firstRules(
  { zone, firstDay, languages }: EventFacts,
  days: readonly Day[],
  { isPublic, now }: { isPublic: boolean; now: string },
): RegistrationRules {
  const spoken = languages.filter((tag) => tag === 'en' || tag === 'lv');
  const said = (key: string): Record<string, string> =>
    Object.fromEntries(
      (spoken.length > 0 ? spoken : ['en']).map((tag) => [tag, i18next.getFixedT(tag)(`terms.first.${key}`)]),
    );
  const eveBefore = localToInstant(`${addDays(firstDay, -1)}T18:00`, zone);
  const inAWeek = localToInstant(`${addDays(instantToLocal(now, zone).slice(0, 10), 7)}T09:00`, zone);
  const opensAt = isPublic || inAWeek >= eveBefore ? null : inAWeek;
  const option = (key: string) => ({ key, label: said(`diets.${key}`) });
  const consent = (purpose: string) => ({ purpose, version: 1, text: said(purpose) });
  return {
    'in-person': { opensAt, closesAt: eveBefore > now ? eveBefore : null, byInvitation: false },
    online: { opensAt, closesAt: days.at(-1)?.endsAt ?? null, byInvitation: false },
    sessions: {},
    keepUntil: null,
    sendsInvitations: false,
    questions: [
      {
        kind: 'choice',
        key: 'diet',
        label: said('diet'),
        ...facts,
        why: said('dietWhy'),
        mode: 'in-person',
        isSensitive: true,
        options: ['all', 'vegetarian', 'vegan'].map(option),
      },
      { kind: 'text', key: 'access', label: said('access'), ...facts, why: said('accessWhy'), isSensitive: true },
    ],
    consents: [consent('pictures'), consent('recording')],
  };
}
