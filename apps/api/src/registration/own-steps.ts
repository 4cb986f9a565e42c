import type { EntityManager } from 'typeorm';
import type { HistoryEntry } from '@kopa/contracts';
import type { RegistrationEntity } from './registration.entity.js';

type OwnStep = Extract<HistoryEntry, { kind: 'step' }>;

interface PlaceTimes {
  key: string;
  status: string;
  createdAt: Date;
  changedAt: Date;
}

/** What a person did and what became of their places, of what the rows still know. One query. */
export async function ownSteps(
  manager: EntityManager,
  row: RegistrationEntity,
  openings: readonly { at: string; session: string | null }[],
): Promise<OwnStep[]> {
  const places: PlaceTimes[] = await manager.query(
    `SELECT p.key, l.status, l.created_at AS "createdAt", l.changed_at AS "changedAt"
       FROM places l JOIN place_pools p ON p.id = l.pool_id
      WHERE l.registration_id = $1 AND p.scope IN ('session', 'day') ORDER BY l.created_at, l.id LIMIT 500`,
    [row.id],
  );
  const step = (
    name: OwnStep['step'],
    at: Date | string,
    more: Partial<Pick<OwnStep, 'of' | 'status'>> = {},
  ): OwnStep => ({
    kind: 'step',
    step: name,
    at: typeof at === 'string' ? at : at.toISOString(),
    of: null,
    status: null,
    ...more,
  });
  const once = (name: OwnStep['step'], at: Date | null): OwnStep[] => (at === null ? [] : [step(name, at)]);
  return [
    step('registered', row.createdAt),
    ...once('confirmed', row.confirmedAt),
    ...once('cancelled', row.cancelledAt),
    ...once('erased', row.erasedAt),
    ...places.flatMap(({ key: of, status, createdAt, changedAt }) => [
      step('booked', createdAt, { of }),
      ...(status === 'cancelled'
        ? [step('gave-back', changedAt, { of })]
        : changedAt.getTime() > createdAt.getTime()
          ? [step('place', changedAt, { of, status })]
          : []),
    ]),
    ...openings.map(({ at, session }) => step('joined', at, { of: session })),
  ];
}
