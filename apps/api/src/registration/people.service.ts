import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DeskQuery, Person, RegistrationView, Segment } from '@kopa/contracts';
import { AuditTrail } from '../accounts/audit-trail.js';
import { Outbox } from '../platform/mail/outbox.js';
import { Problem } from '../platform/problem.js';
import { ownSteps } from './own-steps.js';
import { Presents, type Present } from './present.js';
import { viewOf, viewsOf } from './registration-view.js';
import { RegistrationEntity } from './registration.entity.js';
import { checkSegment, segmentCondition } from './segment.js';

/** What whoever asks may see: answers to sensitive questions (diet, access needs), the audit trail. */
export interface Sight {
  sensitive: boolean;
  trail?: boolean;
}

/** Registrations as organisers look at them. */
@Injectable()
export class PeopleService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * Registrations of a segment by code, those after `after`; five queries, however many. Answers to sensitive questions
   * are left out unless `sensitive`. Problems: those of `checkSegment`.
   */
  async list(
    eventId: string,
    { limit, after, ...segment }: DeskQuery,
    { sensitive }: Sight,
  ): Promise<{ items: RegistrationView[]; next: string | null }> {
    const { manager } = this.dataSource;
    const present = await this.presents.of(eventId);
    const { questions } = present.rules;
    checkSegment(segment, questions, { sensitive });
    const { sql, values } = segmentCondition(eventId, segment, questions);
    const ids: { id: string }[] = await manager.query(
      `SELECT r.id FROM registrations r WHERE ${sql} AND ($${values.length + 1}::text IS NULL OR r.code > $${values.length + 1})
        ORDER BY r.code LIMIT $${values.length + 2}`,
      [...values, after ?? null, limit + 1],
    );
    const page = ids.slice(0, limit).map(({ id }) => id);
    const rows = await manager
      .createQueryBuilder(RegistrationEntity, 'r')
      .where('r.id = ANY(:page)', { page })
      .orderBy('r.code')
      .getMany();
    return {
      items: (await viewsOf(manager, rows, present, { forOrganisers: true })).map((view) =>
        shownTo(view, present, sensitive),
      ),
      next: ids.length > limit ? (rows.at(-1)?.code ?? null) : null,
    };
  }

  /** How many are in a segment. Problems: those of `checkSegment`. */
  async count(eventId: string, segment: Segment, { sensitive }: Sight): Promise<number> {
    const { questions } = (await this.presents.of(eventId)).rules;
    checkSegment(segment, questions, { sensitive });
    const { sql, values } = segmentCondition(eventId, segment, questions);
    const [row]: { count: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS count FROM registrations r WHERE ${sql}`,
      values,
    );
    return row?.count ?? 0;
  }

  /** Those of a segment as rows of a table, a header first; answers that are sensitive are left out. */
  async table(eventId: string, segment: Segment, sight: Sight): Promise<string[][]> {
    const { rules, programme } = await this.presents.of(eventId);
    const questions = rules.questions.filter(({ isSensitive }) => !isSensitive);
    const rows: string[][] = [];
    let after: string | undefined;
    checkSegment(segment, rules.questions, sight);
    do {
      const query = { ...segment, limit: 200, ...(after === undefined ? {} : { after }) };
      // Who may filter by a sensitive answer gets it in no export nevertheless.
      const page = await this.list(eventId, query, sight);
      for (const { answers, bookings, days, ...person } of page.items) {
        rows.push([
          person.code,
          person.status,
          person.name,
          person.email,
          person.organisation,
          person.country ?? '',
          person.locale,
          ...days.map(({ mode, status }) =>
            status === undefined || status === 'confirmed' ? mode : `${mode} (${status})`,
          ),
          bookings.map(({ session, mode, status }) => `${session} ${mode} ${status}`).join('; '),
          ...questions.map(({ key }) => textOf(answers[key])),
        ]);
      }
      after = page.next ?? undefined;
    } while (after !== undefined);
    const head = ['code', 'status', 'name', 'email', 'organisation', 'country', 'language'];
    const dates = programme.days.map(({ date }) => date);
    return [[...head, ...dates, 'bookings', ...questions.map(({ key }) => key)], ...rows];
  }

  /** One registration with all that happened to it: as many queries for a long story as for a short one. 404 `registration.unknown`. */
  async person(eventId: string, code: string, { sensitive, trail = false }: Sight): Promise<Person> {
    const { manager } = this.dataSource;
    const present = await this.presents.of(eventId);
    const row = await manager.findOneBy(RegistrationEntity, { eventId, code });
    if (row === null) throw new Problem(404, 'registration.unknown', `There is no registration "${code}".`);
    const view = await viewOf(manager, row, present, { forOrganisers: true });
    const mails = await this.outbox.list(eventId, { limit: 100, registration: code });
    const openings: { at: Date; slot: string; session: string | null }[] = await manager.query(
      `SELECT o.at, o.slot_id AS slot, s.session FROM join_openings o LEFT JOIN published_slots s ON s.id = o.slot_id
        WHERE o.event_id = $1 AND o.who = $2 ORDER BY o.id DESC LIMIT 100`,
      [eventId, `registration:${row.id}`],
    );
    const opened = openings.map(({ at, ...where }) => ({ at: at.toISOString(), ...where }));
    const steps = await ownSteps(manager, row, opened);
    const deeds = trail ? (await this.trail.list(eventId, { limit: 200, subject: code })).items : [];
    const told = [...steps, ...deeds.reverse().map((entry) => ({ kind: 'deed' as const, ...entry }))];
    return {
      registration: shownTo(view, present, sensitive),
      registeredAt: row.createdAt.toISOString(),
      confirmedAt: row.confirmedAt?.toISOString() ?? null,
      cancelledAt: row.cancelledAt?.toISOString() ?? null,
      isCurtailed: !sensitive && present.rules.questions.some(({ isSensitive }) => isSensitive),
      mails: mails.items,
      openings: opened,
      // What happened at the same moment stays in the order in which it did.
      history: told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).reverse(),
    };
  }
}

/** A registration without what is not for whoever asks. */
function shownTo(view: RegistrationView, { rules }: Present, sensitive: boolean): RegistrationView {
  if (sensitive) return view;
  const open = new Set(rules.questions.filter(({ isSensitive }) => !isSensitive).map(({ key }) => key));
  const answers = Object.fromEntries(Object.entries(view.answers).filter(([key]) => open.has(key)));
  const named = Object.values(answers).map((answer) => String(answer).toLowerCase());
  return { ...view, answers, files: view.files.filter(({ id }) => named.includes(id)) };
}

function textOf(answer: RegistrationView['answers'][string] | undefined): string {
  return Array.isArray(answer) ? answer.join('; ') : answer === undefined ? '' : String(answer);
}
