import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { GoNoGo } from '@kopa/contracts';
import {
  goNoGoStep,
  isAhead,
  type GoDecision,
  type Programme,
  type Session,
  type Slot,
  type Texts,
} from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { LiveChangesService } from '../programme/live-changes.service.js';
import type { Deed } from './desk.service.js';
import { GoNoGoEntity } from './go-no-go.entity.js';
import { startOf } from './pools.js';
import { Presents, type Present } from './present.js';

const tooFew: Texts = { en: 'Too few people have booked.', lv: 'Pieteicies pārāk maz dalībnieku.' };

/** An add-on that takes place only with a minimum number of people. */
interface Conditional {
  session: Session;
  minimumNumber: number;
  decideBy: string;
}

/** Whether add-ons with a minimum number take place: decided by organisers, else by what they set for that case. */
@Injectable()
export class GoNoGoes {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(LiveChangesService) private readonly liveChanges: LiveChangesService,
    @Inject(StreamService) private readonly streams: StreamService,
  ) {}

  /** All add-ons of an event that need a minimum number. Two queries, however many. */
  async list(eventId: string): Promise<GoNoGo[]> {
    return this.states(this.dataSource.manager, await this.presents.of(eventId));
  }

  /** Problems: 404 `session.unknown`, 409 `minimum.none` for a session that needs no minimum number. */
  async decide(code: string, decision: GoDecision, { eventId, who, reason }: Deed): Promise<GoNoGo> {
    const present = await this.presents.of(eventId);
    if (!present.programme.sessions.some((session) => session.code === code))
      throw new Problem(404, 'session.unknown', `There is no published session "${code}".`);
    if (!conditionals(present.programme).some(({ session }) => session.code === code))
      throw new Problem(409, 'minimum.none', `Session "${code}" has no minimum number and time to decide.`);
    await transaction(this.dataSource, async (manager) => {
      await this.write(manager, present, code, { decision, decidedBy: who, reason });
      const entry = { eventId, at: present.at, who, subject: code, after: { decision }, reason };
      await audit(manager, { ...entry, action: 'session.decided' });
    });
    this.presents.forget();
    await this.carryOut(eventId);
    const state = (await this.list(eventId)).find(({ session }) => session === code);
    if (state === undefined) throw new Error(`the decision on ${code} is gone`);
    return state;
  }

  /** Does what time has made due. Asks the database only while something is to be decided. */
  async settle(programme: Programme, at: Date): Promise<void> {
    const now = at.toISOString();
    const due = conditionals(programme).filter(({ session, decideBy }) => decideBy <= now && isAhead(session, now));
    if (due.length === 0) return;
    const present = await this.presents.of(programme.event.id);
    const open = due.filter(({ session }) => !present.decided.has(session.code));
    if (open.length === 0) return;
    const states = await this.states(this.dataSource.manager, present);
    for (const { session } of open) {
      const state = states.find((one) => one.session === session.code);
      if (state !== undefined && state.decision === null) await this.step(present, session, state);
    }
  }

  private async step(present: Present, { code }: Session, state: GoNoGo): Promise<void> {
    const withoutAnswer = present.rules.sessions[code]?.withoutAnswer ?? 'go';
    const startsAt = startOf(present.programme, { scope: 'session', key: code, mode: 'in-person' }) ?? state.decideBy;
    const step = goNoGoStep({ ...state, startsAt, withoutAnswer }, present.at.toISOString());
    if (step === 'wait') return;
    await transaction(this.dataSource, async (manager) => {
      if (step === 'remind') await this.remind(manager, present, state);
      else {
        const decidedBy = state.confirmed >= state.minimumNumber ? 'minimum' : 'default';
        await this.write(manager, present, code, { decision: step, decidedBy, reason: '' }, { ifUndecided: true });
      }
    });
    this.presents.forget();
  }

  /** Once each, whichever process comes first. */
  private async remind(manager: EntityManager, { programme, at }: Present, state: GoNoGo): Promise<void> {
    const { id: eventId, languages } = programme.event;
    const [counted]: unknown[] = await manager.query(
      `INSERT INTO go_no_go AS g (event_id, session, reminders) VALUES ($1, $2, 1)
       ON CONFLICT (event_id, session) DO UPDATE SET reminders = g.reminders + 1 WHERE g.reminders = $3 RETURNING 1`,
      [eventId, state.session, state.reminders],
    );
    if (counted === undefined) return;
    await manager.query(
      `INSERT INTO outbox_mails (event_id, written_at, due_at, recipient, locale, kind, facts)
       SELECT $1, $2, $2, a.email, $3, 'session.undecided', $4::jsonb FROM account_roles r JOIN accounts a ON a.id = r.account_id
        WHERE r.event_id = $1 AND r.role IN ('owner', 'organiser') AND a.email IS NOT NULL`,
      [eventId, at, languages[0] ?? 'en', JSON.stringify(state)],
    );
    const body = { session: state.session, confirmed: state.confirmed, minimumNumber: state.minimumNumber };
    await this.streams.append(manager, eventId, 'organisers', [{ type: 'session.undecided', body }], at);
  }

  /** Writes a decision, and tells those who booked that it is no longer open. */
  private async write(
    manager: EntityManager,
    { programme, at }: Present,
    session: string,
    { decision, decidedBy, reason }: { decision: GoDecision; decidedBy: string; reason: string },
    { ifUndecided = false }: { ifUndecided?: boolean } = {},
  ): Promise<void> {
    const eventId = programme.event.id;
    const [written]: unknown[] = await manager.query(
      `INSERT INTO go_no_go AS g (event_id, session, decision, decided_by, decided_at, reason) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (event_id, session) DO UPDATE
         SET decision = excluded.decision, decided_by = excluded.decided_by, decided_at = excluded.decided_at, reason = excluded.reason
       WHERE NOT $7 OR g.decision IS NULL RETURNING 1`,
      [eventId, session, decision, decidedBy, at, reason, ifUndecided],
    );
    if (written === undefined) return;
    const booked: { id: string }[] = await manager.query(
      `SELECT l.id FROM places l JOIN place_pools p ON p.id = l.pool_id
        WHERE p.event_id = $1 AND p.scope = 'session' AND p.key = $2 AND l.status <> 'cancelled' ORDER BY l.number`,
      [eventId, session],
    );
    if (booked.length > 0) await manager.query('SELECT publish_places($1, $2)', [booked.map(({ id }) => id), at]);
  }

  /** Cancels what was called off and reinstates what goes after all: once, so that the live desk has the last word. */
  async carryOut(eventId: string): Promise<void> {
    const open = await this.dataSource.manager
      .createQueryBuilder(GoNoGoEntity, 'g')
      .where(
        `g.event_id = :eventId AND (g.decision = 'no-go') IS DISTINCT FROM g.is_called_off AND g.decision IS NOT NULL`,
        {
          eventId,
        },
      )
      .getMany();
    for (const { session: code, decision, decidedBy, reason } of open) {
      if (decision === null) continue;
      const isOff = decision === 'no-go';
      const { languages } = (await this.presents.of(eventId)).programme.event;
      const why = reason === '' ? (isOff ? tooFew : null) : { [languages[0] ?? 'en']: reason };
      const order = { type: isOff ? ('cancel' as const) : ('reinstate' as const), session: code };
      for (const { id, version } of await this.slotsToChange(eventId, code, isOff)) {
        const request = { ...order, slot: id, slotVersion: version, ...(why === null ? {} : { reason: why }) };
        await this.liveChanges
          .apply({ eventId, request, idempotencyKey: undefined, caller: decidedBy ?? 'default' })
          .catch((error: unknown) => {
            // Another process was first, or the live desk in the same moment: what is left is seen next.
            if (!(error instanceof Problem && (error.status === 409 || error.status === 412))) throw error;
          });
      }
      if ((await this.slotsToChange(eventId, code, isOff)).length === 0)
        await this.dataSource.manager.update(
          GoNoGoEntity,
          { eventId, session: code, decision },
          { isCalledOff: isOff },
        );
    }
  }

  /** The slots of a session that are not yet as decided. */
  private async slotsToChange(eventId: string, code: string, isOff: boolean): Promise<Slot[]> {
    const { programme } = await this.presents.of(eventId);
    const slots = programme.sessions.find((session) => session.code === code)?.slots ?? [];
    return slots.filter(({ status }) => status !== 'ended' && (status === 'cancelled') !== isOff);
  }

  private async states(manager: EntityManager, present: Present): Promise<GoNoGo[]> {
    const found = conditionals(present.programme);
    const eventId = present.programme.event.id;
    const rows = await manager.findBy(GoNoGoEntity, { eventId });
    const taken: { session: string; confirmed: string }[] = await manager.query(
      `SELECT p.key AS session, count(*) AS confirmed FROM places l JOIN place_pools p ON p.id = l.pool_id
        WHERE p.event_id = $1 AND p.scope = 'session' AND p.mode = 'in-person' AND l.status = 'confirmed'
          AND p.key = ANY($2) GROUP BY p.key`,
      [eventId, found.map(({ session }) => session.code)],
    );
    return found.map(({ session: { code }, minimumNumber, decideBy }) => {
      const row = rows.find(({ session }) => session === code);
      return {
        session: code,
        minimumNumber,
        confirmed: Number(taken.find(({ session }) => session === code)?.confirmed ?? 0),
        decideBy,
        decision: row?.decision ?? null,
        decidedBy: row?.decidedBy ?? null,
        decidedAt: row?.decidedAt?.toISOString() ?? null,
        reminders: row?.reminders ?? 0,
      };
    });
  }
}

function conditionals({ sessions }: Programme): Conditional[] {
  return sessions.flatMap((session) => {
    const { minimumNumber = null, goNoGoAt = null } = session.addOn ?? {};
    return minimumNumber === null || goNoGoAt === null ? [] : [{ session, minimumNumber, decideBy: goNoGoAt }];
  });
}
