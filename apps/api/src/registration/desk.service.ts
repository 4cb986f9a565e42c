import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type {
  AnswerCounts,
  AnswerCountsQuery,
  RegistrationPatch,
  RegistrationView,
  WalkInRequest,
} from '@kopa/contracts';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { writeCancelledMail } from './place-mails.js';
import { Presents } from './present.js';
import { cancelRegistration, confirmRegistration } from './registration-state.js';
import { RegistrationEntity } from './registration.entity.js';
import { RegisteringService } from './registering.service.js';
import { RegistrationsService } from './registrations.service.js';
import { Settling } from './settling.js';

/** Who acts on somebody's behalf, and why. */
export interface Deed {
  eventId: string;
  who: string;
  reason: string;
}

/** What organisers do with registrations; all of it stands in the audit trail. */
@Injectable()
export class DeskService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(RegisteringService) private readonly registering: RegisteringService,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(RegistrationsService) private readonly registrations: RegistrationsService,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /** How many people gave each answer that can be counted; of those in person on a day, or with a place in a session. */
  async answerCounts(eventId: string, { day, session }: AnswerCountsQuery): Promise<AnswerCounts> {
    const { rules } = await this.presents.of(eventId);
    const counted = rules.questions.filter(({ kind }) => ['choice', 'choices', 'yes-no'].includes(kind));
    const who = `r.event_id = $1 AND r.status <> 'cancelled'
      AND ($2::text IS NULL OR r.attendance->>$2 IN ('in-person', 'both'))
      AND ($3::text IS NULL OR EXISTS (SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
            WHERE l.registration_id = r.id AND l.status = 'confirmed' AND p.scope = 'session' AND p.key = $3))`;
    const values = [eventId, day ?? null, session ?? null];
    const [total]: { people: string }[] = await this.dataSource.query(
      `SELECT count(*) AS people FROM registrations r WHERE ${who}`,
      values,
    );
    const rows: { question: string; option: string; people: string }[] = await this.dataSource.query(
      `SELECT a.key AS question, o.option #>> '{}' AS option, count(*) AS people
         FROM registrations r, jsonb_each(r.answers) AS a,
              jsonb_array_elements(CASE jsonb_typeof(a.value) WHEN 'array' THEN a.value
                                   ELSE jsonb_build_array(a.value) END) AS o(option)
        WHERE ${who} AND a.key = ANY($4) GROUP BY 1, 2 ORDER BY 1, 2`,
      [...values, counted.map(({ key }) => key)],
    );
    const answers = Object.fromEntries(
      counted.map(({ key }): [string, Record<string, number>] => [
        key,
        Object.fromEntries(
          rows.flatMap(({ question, option, people }) => (question === key ? [[option, Number(people)]] : [])),
        ),
      ]),
    );
    return { people: Number(total?.people ?? 0), answers };
  }

  /** Changes a registration as its owner could, and days that are over too. Problems: those of `patch`, 404 `registration.unknown`. */
  async correct(
    code: string,
    patch: RegistrationPatch,
    version: number,
    { eventId, who, reason }: Deed,
  ): Promise<RegistrationView> {
    const { id } = await this.find(eventId, code);
    return this.registrations.patch({ id, eventId }, patch, version, (manager, { attendance }) =>
      audit(manager, {
        eventId,
        at: this.clock.now(),
        who,
        action: 'registration.corrected',
        subject: code,
        before: { attendance },
        // The trail outlasts what is deleted of people: of all but their days it says no more than that it was changed.
        after: {
          ...(patch.attendance === undefined ? {} : { attendance: patch.attendance }),
          changed: [
            ...Object.keys(patch).filter((field) => field !== 'answers'),
            ...Object.keys(patch.answers ?? {}).map((key) => `answers.${key}`),
          ],
        },
        reason,
      }),
    );
  }

  /** Confirms in place of the mailed link. 404 `registration.unknown`, 409 `registration.cancelled`. */
  async confirm(code: string, deed: Deed): Promise<RegistrationView> {
    return this.act(code, 'registration.confirmed', deed, (manager, { id }) =>
      confirmRegistration(manager, id, this.clock.now()),
    );
  }

  async cancel(code: string, deed: Deed): Promise<RegistrationView> {
    const present = await this.presents.of(deed.eventId);
    return this.act(code, 'registration.cancelled', deed, async (manager, { id }) => {
      if (await cancelRegistration(manager, id, present))
        await writeCancelledMail(manager, id, present.at, 'organisers');
    });
  }

  /** Registers somebody who is there, confirmed at once. */
  async walkIn(request: WalkInRequest, key: string | undefined, deed: Deed): Promise<RegistrationView> {
    const created = await this.registering.create(deed.eventId, { ...request, people: [] }, key, { atDesk: true });
    return this.confirm(created.code, deed);
  }

  private async find(eventId: string, code: string): Promise<RegistrationEntity> {
    const row = await this.dataSource.manager.findOneBy(RegistrationEntity, { eventId, code });
    if (row === null) throw new Problem(404, 'registration.unknown', `There is no registration "${code}".`);
    return row;
  }

  private async act(
    code: string,
    action: string,
    { eventId, who, reason }: Deed,
    work: (manager: EntityManager, row: RegistrationEntity) => Promise<void>,
  ): Promise<RegistrationView> {
    const row = await this.find(eventId, code);
    await transaction(this.dataSource, async (manager) => {
      await work(manager, row);
      await audit(manager, { eventId, at: this.clock.now(), who, action, subject: code, reason });
    });
    this.settling.wake();
    return this.registrations.read(row.id);
  }
}
