import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { InvitationStanding, RegistrationAnswer, RegistrationRequest, RegistrationView } from '@kopa/contracts';
import { holdExpiry, type AttendanceMode, type CalendarDate, type Programme } from '@kopa/domain';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { MailSender } from '../platform/mail/mail-sender.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { LinkTokens } from './link-tokens.js';
import { claimFiles } from './answer-files.js';
import { claimInvitation, invitationOf, peopleMore, standingOf } from './invitations.js';
import { claimPlaces, type Claimed } from './claims.js';
import { giveAtDoor } from './door-places.js';
import { registeringScope } from './erasure.js';
import { lockPools } from './pools.js';
import { PoolIds } from './pool-ids.js';
import { RegistrationEntity } from './registration.entity.js';
import { newCode } from './new-code.js';
import { Presents, type Present } from './present.js';
import { modesOf, personErrors } from './registration-input.js';
import { cancelRegistration, confirmRegistration } from './registration-state.js';
import { bookingsOf, daysOf } from './registration-view.js';
import { RegistrationsService } from './registrations.service.js';
import { Settling } from './settling.js';
import { datesOf, placeOf, wantedBy, type Wanted } from './wanted-places.js';

type PersonRequest = Omit<RegistrationRequest, 'people' | 'invitation'>;

interface PreparedPerson {
  id: string;
  code: string;
  request: PersonRequest;
  wanted: Wanted[];
}

/** What is kept under the idempotency key: tokens are made anew, so that none rests in the database. */
interface Created {
  people: {
    id: string;
    code: string;
    name: string;
    confirmBy: string;
    claimed: Claimed[];
    wanted: Wanted[];
    attendance: Record<CalendarDate, AttendanceMode>;
    meanwhile: Record<CalendarDate, 'online' | 'absent'>;
  }[];
}

/** How somebody is registered who stands at the door. */
export interface AtDoor {
  /** When they stood there: what was open then is open to them. */
  at: Date;
  /** Why places over the capacity are given. */
  overBecause: string;
  /** Done in the transaction, once, when their places are theirs. */
  inside: (manager: EntityManager, person: { id: string; code: string; over: string[] }) => Promise<void>;
}

/** How people come to be registered: what they send, and the confirmation that it was theirs to send. */
@Injectable()
export class RegisteringService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(RegistrationsService) private readonly registrations: RegistrationsService,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(PoolIds) private readonly pools: PoolIds,
    @Inject(LinkTokens) private readonly tokens: LinkTokens,
    @Inject(Settling) private readonly settling: Settling,
    @Inject(MailSender) private readonly mail: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Registers a person, or several in one go, and claims their places. Always creates: an address is no identity, and the
   * answer does not tell whether it is known. Problems: 409 `event.unpublished`, `invitation.full`, 422 `input.invalid`.
   * @param atDesk the organisers register: what is open and who is invited does not bind them
   * @param atDoor they stand before them, so they have what they take at once or are not registered, and nobody asks them
   *   what else a registration asks. Problems then: 409 `places.full` where a reason would help, `seats.full`
   */
  async create(
    eventId: string,
    request: RegistrationRequest,
    idempotencyKey: string | undefined,
    { atDesk = false, atDoor }: { atDesk?: boolean; atDoor?: AtDoor } = {},
  ): Promise<RegistrationAnswer> {
    const present = await this.presents.of(eventId);
    const { at, programme } = present;
    const { people, invitation: code, ...contact } = request;
    const invitation = code === undefined ? null : await invitationOf(this.dataSource.manager, eventId, code, at);
    const everybody = [contact, ...people.map((person) => ({ ...person, email: person.email ?? contact.email }))];
    const errors = everybody.flatMap((person, index) =>
      personErrors(
        atDoor === undefined ? present : { ...present, at: atDoor.at },
        person,
        atDesk || atDoor !== undefined || invitation !== null,
      )
        .filter(({ path }) => atDoor === undefined || !path.startsWith('answers.'))
        .map((error) => (index === 0 ? error : { ...error, path: `people[${index - 1}].${error.path}` })),
    );
    if (errors.length > 0) throw invalidInput(errors);
    const prepared = everybody.map((person) => prepare(present, person));
    const confirmBy = holdExpiry(at.toISOString(), firstStart(programme, prepared));
    const wanted = prepared.flatMap((person) => person.wanted);
    const claims = await this.pools.claims(this.dataSource.manager, programme, wanted);
    const byId = new Map(claims.map((claim) => [claim.id, claim]));

    const claim = { scope: registeringScope(eventId), key: idempotencyKey, request, at };
    const created = await transaction(this.dataSource, (manager) =>
      once(manager, claim, async (): Promise<Created> => {
        const modes = prepared.map((person) => modesOf(person.request.attendance));
        if (invitation !== null) await claimInvitation(manager, invitation.id, peopleMore([], modes));
        await insertPeople(manager, eventId, prepared, {
          confirmBy,
          at,
          invitationId: invitation?.id ?? null,
          asks: atDoor === undefined,
        });
        for (const [index, { id, request: one }] of prepared.entries())
          await claimFiles(manager, eventId, id, present.rules.questions, one.answers, (key) =>
            index === 0 ? `answers.${key}` : `people[${index - 1}].answers.${key}`,
          );
        // One who registers several locks all their pools in the order of all others, not person by person.
        if (prepared.length > 1)
          await lockPools(
            manager,
            claims.map(({ poolId }) => poolId),
          );
        const orders = prepared.map((person) => ({
          registrationId: person.id,
          claims: person.wanted.flatMap(({ id }) => byId.get(id) ?? []),
        }));
        let claimed = await claimPlaces(manager, orders, at);
        if (atDoor !== undefined)
          for (const { id, code: own } of prepared) {
            const given = await giveAtDoor(manager, claimed, atDoor.overBecause, at);
            claimed = given.claimed;
            await atDoor.inside(manager, { id, code: own, over: given.over });
          }
        return {
          people: prepared.map(({ id, code, request: { name, attendance, meanwhile }, wanted: own }) => ({
            id,
            code,
            name,
            confirmBy,
            wanted: own,
            claimed: claimed.filter((place) => own.some((one) => one.id === place.id)),
            attendance,
            meanwhile,
          })),
        };
      }),
    );
    // Past the deadline a place may be free beside those who wait: for who has just come, and said that it is fine.
    if (everybody.some(({ shortNotice }) => shortNotice)) this.settling.wake();
    this.mail.wake();
    const [first, ...others] = await Promise.all(created.people.map((person) => this.answerOf(present, person)));
    if (first === undefined) throw new Error('nobody was registered');
    return { ...first, people: others };
  }

  /** How the invitation of a code stands, before anything is sent by it. */
  invitation(eventId: string, code: string): Promise<InvitationStanding> {
    return standingOf(this.dataSource.manager, eventId, code, this.clock.now());
  }

  /**
   * Confirms by the mailed link. Where the address has other registrations its owner says whether this is another person
   * or replaces one. Problems: 404 `link.unknown`, 409 `registration.cancelled`, `registration.choice` with the others.
   */
  async confirm(token: string, choice: 'another-person' | { replace: string } | null): Promise<RegistrationView> {
    const proved = await this.tokens.read('confirm', token);
    const { manager } = this.dataSource;
    const row = proved && (await manager.findOneBy(RegistrationEntity, { id: proved.id }));
    if (proved === null || row === null || row.tokenVersion !== proved.version)
      throw new Problem(404, 'link.unknown', 'This link is not valid (any more).');
    if (row.status === 'confirmed') return this.registrations.read(row.id);
    const sharing = await manager.find(RegistrationEntity, {
      where: { eventId: row.eventId, email: row.email, status: 'confirmed' },
      select: { id: true, contactId: true, name: true, createdAt: true },
    });
    // Whom a contact registered in one go are different people.
    const group = row.contactId ?? row.id;
    const others = sharing.filter((other) => (other.contactId ?? other.id) !== group);
    const replaced = choice !== null && typeof choice === 'object' ? choice.replace : null;
    if (others.length > 0 && (choice === null || (replaced !== null && !others.some(({ id }) => id === replaced)))) {
      throw new Problem(
        409,
        'registration.choice',
        'This address has other registrations: is this another person, or does it replace one?',
        {
          others: others.map(({ id, name, createdAt }) => ({ id, name, createdAt: createdAt.toISOString() })),
        },
      );
    }
    const present = await this.presents.of(row.eventId);
    await transaction(this.dataSource, async (inside) => {
      if (replaced !== null) await cancelRegistration(inside, replaced, present);
      await confirmRegistration(inside, row.id, present.at);
    });
    this.settling.wake();
    return this.registrations.read(row.id);
  }

  private async answerOf(present: Present, person: Created['people'][number]) {
    const places = person.wanted.map((wanted) =>
      placeOf(
        wanted,
        person.claimed.find(({ id }) => id === wanted.id),
      ),
    );
    return {
      id: person.id,
      code: person.code,
      name: person.name,
      status: 'unconfirmed' as const,
      confirmBy: person.confirmBy,
      manageToken: await this.tokens.make('manage', person.id, 1),
      feedUrl: await this.tokens.feedUrl(person.id, 1),
      days: daysOf(datesOf(present.programme), person.attendance, person.meanwhile, places),
      bookings: bookingsOf(places, present),
    };
  }
}

function prepare({ programme, coaches }: Present, request: PersonRequest): PreparedPerson {
  const code = newCode(8);
  const wanted = wantedBy(programme, request.attendance, request.bookings, { coaches });
  return { id: randomUUID(), code, request, wanted };
}

function firstStart(programme: Programme, people: readonly PreparedPerson[]): string {
  const dates = people.flatMap(({ wanted }) => wanted.flatMap(({ scope, key }) => (scope === 'day' ? [key] : [])));
  const days = programme.days.filter(({ date }) => dates.length === 0 || dates.includes(date));
  return days[0]?.startsAt ?? programme.days[0]?.startsAt ?? '9999-12-31T00:00:00.000Z';
}

/** Writes people, their streams and, if it `asks`, the mails that ask them to confirm; in one statement. */
async function insertPeople(
  manager: EntityManager,
  eventId: string,
  people: readonly PreparedPerson[],
  { confirmBy, at, invitationId, asks }: { confirmBy: string; at: Date; invitationId: string | null; asks: boolean },
): Promise<void> {
  const contactId = people[0]?.id ?? null;
  const rows = people.map(({ id, code, request }, index) => ({
    id,
    code,
    contact_id: index === 0 ? null : contactId,
    name: request.name,
    email: request.email,
    locale: request.locale,
    timezone: request.timezone,
    organisation: request.organisation,
    country: request.country,
    telephone: request.telephone,
    short_notice: request.shortNotice,
    born_on: request.bornOn,
    guardian: request.guardian,
    attendance: request.attendance,
    meanwhile: request.meanwhile,
    answers: request.answers,
    invited_modes: invitationId === null ? [] : modesOf(request.attendance),
    consents: request.consents.map((consent) => ({ ...consent, at: at.toISOString() })),
  }));
  await manager.query(
    `WITH people AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, code text, contact_id uuid, name text, email text,
         locale text, timezone text, organisation text, country text, telephone text, short_notice boolean, born_on date,
         guardian jsonb, attendance jsonb, meanwhile jsonb, answers jsonb, consents jsonb, invited_modes text[])
     ), registered AS (
       INSERT INTO registrations (id, event_id, code, contact_id, status, name, email, locale, timezone, organisation,
                                  country, telephone, short_notice, born_on, guardian, attendance, meanwhile, answers, consents,
                                  invited_modes, invitation_id, confirm_by, created_at)
       SELECT id, $1, code, contact_id, 'unconfirmed', name, email, locale, timezone, organisation, country, telephone,
              short_notice, born_on, guardian, attendance, meanwhile, answers, consents, invited_modes, $5::uuid,
              $3::timestamptz, $4 FROM people
     ), streams AS (
       INSERT INTO stream_heads (id, event_id, name, epoch, seq)
       SELECT gen_random_uuid(), $1, 'me:' || code,
              (SELECT epoch FROM stream_heads WHERE event_id = $1 AND name = 'event'), 0 FROM people
     )
     INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
     SELECT $1, id, $4, $4, email, locale, 'registration.confirm', '{}' FROM people WHERE $6`,
    [eventId, JSON.stringify(rows), confirmBy, at, invitationId, asks],
  );
}
