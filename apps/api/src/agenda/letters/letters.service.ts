import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import addressparser from 'nodemailer/lib/addressparser';
import QRCode from 'qrcode';
import { DataSource } from 'typeorm';
import type { GoNoGo } from '@kopa/contracts';
import { reminderWindow, type CalendarDate, type Instant, type Programme } from '@kopa/domain';
import { CONFIG, type Config } from '../../platform/config.js';
import { Composers } from '../../platform/mail/composers.js';
import type { Composed, Enclosure, Letter, WrittenMail } from '../../platform/mail/letter.js';
import type { PlaceMailReason } from '../../registration/place-mails.js';
import { Presents, type Present } from '../../registration/present.js';
import { AgendasService, type OwnAgenda } from '../agendas.service.js';
import { ownCalendar } from '../calendar/own-calendar.js';
import { ticketPdf } from '../ticket/ticket-pdf.js';
import { TicketService } from '../ticket/ticket.service.js';
import { changedPage, type ChangesTold } from './changed-letter.js';
import { fileName } from './file-name.js';
import { invitationPage, type InvitationTold } from './invitation-letter.js';
import { LinksOf, type MutedKind } from './links.js';
import { pageHtml, pageText, type Page } from './page.js';
import { lostPage, offeredPage, placedPage, withdrawnPage, type PlaceTold } from './place-letters.js';
import { readerOf, type Reader } from './reader.js';
import { cancelledPage, confirmedPage, confirmPage } from './registration-letters.js';
import { reminderPage } from './reminder-letter.js';
import { undecidedPage } from './undecided-letter.js';

/** What one letter is made of. */
interface Subject {
  mail: WrittenMail;
  own: OwnAgenda;
  reader: Reader;
  present: Present;
  now: Instant;
}

type MakeLetter = (subject: Subject) => Composed | Promise<Composed>;

/** Picture of the ticket's code within a letter. */
const codeCid = 'ticket-code@kopa';

/** Composes the mails of registrations and agendas, from what is so at the time of sending. */
@Injectable()
export class Letters implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Composers) private readonly composers: Composers,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(AgendasService) private readonly agendas: AgendasService,
    @Inject(TicketService) private readonly tickets: TicketService,
    @Inject(LinksOf) private readonly links: LinksOf,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { composers } = this;
    composers.register('registration.confirm', (mails) => this.toPeople(mails, (group) => this.confirm(group)));
    composers.register('registration.confirmed', (mails) => this.toPeople(mails, () => this.confirmed));
    composers.register('registration.cancelled', (mails) => this.toPeople(mails, () => cancelled));
    composers.register('place.offered', (mails) => this.toPeople(mails, (group) => this.places(group, offered)));
    composers.register('place.confirmed', (mails) => this.toPeople(mails, (group) => this.places(group, placed)));
    composers.register('place.cancelled', (mails) => this.toPeople(mails, (group) => this.places(group, lost)));
    composers.register('place.withdrawn', (mails) => this.toPeople(mails, (group) => this.places(group, withdrawn)));
    composers.register('agenda.changed', (mails) => this.toPeople(mails, () => this.changed));
    composers.register('day.reminder', (mails) => this.toPeople(mails, () => this.reminder));
    composers.register('calendar.invitation', (mails) => this.toPeople(mails, (group) => this.invitation(group)));
    composers.register('session.undecided', (mails) => this.toOrganisers(mails));
  }

  /** Loads those who are written to, in one query, and what else the letters need. */
  private async toPeople(
    mails: readonly WrittenMail[],
    prepare: (mails: readonly WrittenMail[]) => MakeLetter | Promise<MakeLetter>,
  ): Promise<(mail: WrittenMail) => Promise<Composed>> {
    const present = await this.presents.ifPublished(mails[0]?.eventId ?? '');
    if (present === null) throw new Error('the event is not published');
    const ids = mails.flatMap(({ registrationId }) => registrationId ?? []);
    const agendas = await this.agendas.agendasOf(ids, present);
    const byId = new Map(agendas.map((own) => [own.owner.id, own]));
    const make = await prepare(mails);
    return async (mail) => {
      const own = byId.get(mail.registrationId ?? '');
      if (own === undefined || own.owner.email === '') return { dropped: 'the registration is gone' };
      const links = await this.links.of(own.owner, present.programme.event.slug);
      const reader = readerOf(present.programme, own.owner, links);
      return make({ mail, own, reader, present, now: present.at.toISOString() });
    };
  }

  private async toOrganisers(mails: readonly WrittenMail[]): Promise<(mail: WrittenMail) => Composed> {
    const present = await this.presents.ifPublished(mails[0]?.eventId ?? '');
    if (present === null) throw new Error('the event is not published');
    const links = this.links.ofEvent(present.programme.event.slug);
    return ({ locale, facts }) => {
      const state = facts as GoNoGo;
      if (present.decided.has(state.session)) return { dropped: 'it was decided' };
      const reader = readerOf(present.programme, { name: '', locale, timezone: null }, links);
      return letterOf(undecidedPage(reader, state, present.at.toISOString()));
    };
  }

  private async confirm(mails: readonly WrittenMail[]): Promise<MakeLetter> {
    const rows: { id: string; confirmBy: Date | null }[] = await this.dataSource.query(
      'SELECT id, confirm_by AS "confirmBy" FROM registrations WHERE id = ANY($1)',
      [mails.flatMap(({ registrationId }) => registrationId ?? [])],
    );
    const until = new Map(rows.map(({ id, confirmBy }) => [id, confirmBy?.toISOString()]));
    return ({ own, reader, now }) => {
      const confirmBy = until.get(own.owner.id);
      if (own.owner.status !== 'unconfirmed' || confirmBy === undefined)
        return { dropped: `the registration is ${own.owner.status}` };
      return letterOf(confirmPage(reader, own, confirmBy, now));
    };
  }

  private readonly confirmed: MakeLetter = async ({ own, reader, present, now }) => {
    if (own.owner.status !== 'confirmed') return { dropped: `the registration is ${own.owner.status}` };
    const ticket = await this.tickets.ticketOf(own, present);
    const { words } = reader;
    const [picture, pdf] = await Promise.all([
      QRCode.toBuffer(ticket.code, { errorCorrectionLevel: 'M', margin: 3, scale: 6 }),
      ticketPdf(reader, ticket),
    ]);
    const enclosures: Enclosure[] = [
      { filename: 'ticket.png', contentType: 'image/png', content: picture, cid: codeCid },
      {
        filename: fileName(words.confirmed.ticketFile, own.owner.name, 'pdf'),
        contentType: 'application/pdf',
        content: pdf,
      },
      {
        filename: fileName(words.confirmed.calendarFile, own.owner.name, 'ics'),
        contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
        content: ownCalendar({ ...reader, items: own.items }),
      },
    ];
    return letterOf(confirmedPage(reader, own, codeCid, now), enclosures);
  };

  /** Letters about one place each, as it stands now. */
  private async places(mails: readonly WrittenMail[], make: MakePlaceLetter): Promise<MakeLetter> {
    const idOf = ({ facts }: WrittenMail): string => (facts as { place: string }).place;
    const rows: PlaceTold[] = await this.dataSource.query(
      `SELECT l.id, p.scope, p.key, p.mode, l.status, l.offered_until AS "offeredUntil", l.offered_for AS "offeredFor"
         FROM places l JOIN place_pools p ON p.id = l.pool_id WHERE l.id = ANY($1)`,
      [mails.map(idOf)],
    );
    const byId = new Map(rows.map((place) => [place.id, place]));
    return (subject) => {
      if (subject.own.owner.status === 'cancelled') return { dropped: 'the registration is cancelled' };
      const place = byId.get(idOf(subject.mail));
      return place === undefined ? { dropped: 'the place is gone' } : make(subject, place);
    };
  }

  private async invitation(mails: readonly WrittenMail[]): Promise<MakeLetter> {
    const rows: { id: string; slot: string; sequence: number; isRead: boolean }[] = await this.dataSource.query(
      `SELECT c.registration_id AS id, c.slot_id AS slot, c.sequence, r.feed_read_at IS NOT NULL AS "isRead"
         FROM calendar_invitations c JOIN registrations r ON r.id = c.registration_id WHERE c.registration_id = ANY($1)`,
      [mails.flatMap(({ registrationId }) => registrationId ?? [])],
    );
    const [sender] = addressparser(this.config.mailFrom, { flatten: true });
    return ({ mail, own, reader, now }) => {
      const told = mail.facts as InvitationTold;
      const newest = rows.find(({ id, slot }) => id === own.owner.id && slot === told.slot);
      if (newest === undefined || newest.sequence !== told.sequence) return { dropped: 'a newer one follows' };
      if (newest.isRead) return { dropped: 'they subscribe to their calendar' };
      const made = invitationPage(reader, own, told, sender?.address ?? 'no-reply@localhost', now);
      if (made === null) return { dropped: 'the place was given back' };
      return { ...letterOf(made.page), invitation: { method: told.method, content: made.content } };
    };
  }

  private readonly changed: MakeLetter = async ({ mail, own, reader, now }) => {
    const dropped = unwanted(own, 'changes');
    if (dropped !== null) return dropped;
    const page = changedPage(reader, mail.facts as ChangesTold, now);
    return letterOf(page, [], await this.links.oneClick(own.owner, 'changes'));
  };

  private readonly reminder: MakeLetter = async ({ mail, own, reader, present, now }) => {
    const { date } = mail.facts as { date: string };
    const dropped = unwanted(own, 'reminders');
    if (dropped !== null) return dropped;
    if (beginOf(present.programme, date) <= now) return { dropped: 'the day has begun' };
    const takesPart = (own.owner.choices.days[date] ?? 'absent') !== 'absent';
    const has = own.items.some(
      (item) => item.date === date && item.because === 'booking' && item.status === 'confirmed',
    );
    if (!takesPart && !has) return { dropped: 'they take no part in the day' };
    return letterOf(reminderPage(reader, own, date, now), [], await this.links.oneClick(own.owner, 'reminders'));
  };
}

const begins = new WeakMap<Programme, Map<CalendarDate, Instant>>();

/** When a day begins for anybody: the same for all its reminders. */
function beginOf(programme: Programme, date: CalendarDate): Instant {
  let known = begins.get(programme);
  if (known === undefined) begins.set(programme, (known = new Map<CalendarDate, Instant>()));
  let begin = known.get(date);
  if (begin === undefined) known.set(date, (begin = reminderWindow(programme, date).until));
  return begin;
}

type MakePlaceLetter = (subject: Subject, place: PlaceTold) => Composed;

const offered: MakePlaceLetter = ({ own, reader, now }, place) => {
  const until = place.offeredUntil?.toISOString();
  if (place.status !== 'offered' || until === undefined || until <= now) return { dropped: 'the offer is gone' };
  return letterOf(offeredPage(reader, own, place, until, now));
};

const placed: MakePlaceLetter = ({ mail, own, reader, now }, place) => {
  if (place.status !== 'confirmed') return { dropped: 'the place was given back' };
  return letterOf(
    placedPage(reader, own, place, { isPassed: reasonOf(mail) === 'passed', because: becauseOf(mail) }, now),
  );
};

const lost: MakePlaceLetter = ({ mail, own, reader, now }, place) => {
  if (place.status !== 'cancelled') return { dropped: 'they have the place again' };
  const why = reasonOf(mail) === 'expired' ? 'expired' : 'organisers';
  return letterOf(lostPage(reader, own, place, { why, because: becauseOf(mail) }, now));
};

const withdrawn: MakePlaceLetter = ({ mail, own, reader, now }, place) => {
  if (place.status !== 'waitlisted') return { dropped: `the place is ${place.status}` };
  return letterOf(withdrawnPage(reader, own, place, becauseOf(mail), now));
};

/** What organisers say to it. */
const becauseOf = ({ facts }: WrittenMail): string => (facts as { because?: string }).because ?? '';

const reasonOf = ({ facts }: WrittenMail): PlaceMailReason | undefined => (facts as { why?: PlaceMailReason }).why;

const cancelled: MakeLetter = ({ mail, own, reader, now }) => {
  if (own.owner.status !== 'cancelled') return { dropped: 'the registration is not cancelled' };
  return letterOf(cancelledPage(reader, (mail.facts as { why: 'lapsed' | 'organisers' }).why, now));
};

function unwanted({ owner }: OwnAgenda, kind: MutedKind): Composed | null {
  if (owner.status !== 'confirmed') return { dropped: `the registration is ${owner.status}` };
  return owner.muted.includes(kind) ? { dropped: 'they do not want such mail' } : null;
}

function letterOf(page: Page, enclosures: Enclosure[] = [], unsubscribe?: string): Letter {
  return {
    subject: page.subject,
    html: pageHtml(page),
    text: pageText(page),
    language: page.language,
    enclosures,
    ...(unsubscribe === undefined ? {} : { unsubscribe }),
  };
}
