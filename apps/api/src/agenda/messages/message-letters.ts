import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MessageTest } from '@kopa/contracts';
import { Composers } from '../../platform/mail/composers.js';
import type { Composed, WrittenMail } from '../../platform/mail/letter.js';
import { Presents, type Present } from '../../registration/present.js';
import type { RegistrationEntity } from '../../registration/registration.entity.js';
import { LinksOf } from '../letters/links.js';
import { pageHtml, pageText } from '../letters/page.js';
import { readerOf } from '../letters/reader.js';
import { messagePage } from './message-letter.js';
import type { PeopleMessageEntity } from './people-message.entity.js';

type Recipient = Pick<
  RegistrationEntity,
  'id' | 'name' | 'email' | 'locale' | 'timezone' | 'tokenVersion' | 'feedVersion' | 'muted'
>;
type Told = Pick<PeopleMessageEntity, 'id' | 'versions' | 'isEssential' | 'stoppedAt'>;

/** Composes the mails of messages, in two queries for however many. */
@Injectable()
export class MessageLetters implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Composers) private readonly composers: Composers,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(LinksOf) private readonly links: LinksOf,
  ) {}

  onModuleInit(): void {
    this.composers.register('message.sent', (mails) => this.toPeople(mails));
    this.composers.register('message.tested', (mails) => this.toWriter(mails));
  }

  private async toPeople(mails: readonly WrittenMail[]): Promise<(mail: WrittenMail) => Promise<Composed>> {
    const present = await this.presentOf(mails);
    const messageOf = ({ facts }: WrittenMail): string => (facts as { message: string }).message;
    const messages: Told[] = await this.dataSource.query(
      `SELECT id, versions, is_essential AS "isEssential", stopped_at AS "stoppedAt" FROM people_messages WHERE id = ANY($1)`,
      [[...new Set(mails.map(messageOf))]],
    );
    const people: Recipient[] = await this.dataSource.query(
      `SELECT id, name, email, locale, timezone, token_version AS "tokenVersion", feed_version AS "feedVersion", muted
         FROM registrations WHERE id = ANY($1)`,
      [mails.flatMap(({ registrationId }) => registrationId ?? [])],
    );
    const told = new Map(messages.map((message) => [message.id, message]));
    const byId = new Map(people.map((person) => [person.id, person]));
    return async (mail) => {
      const message = told.get(messageOf(mail));
      const person = byId.get(mail.registrationId ?? '');
      if (message === undefined || person === undefined || person.email === '')
        return { dropped: 'the registration is gone' };
      if (message.stoppedAt !== null) return { dropped: 'it was stopped' };
      const { isEssential, versions } = message;
      if (!isEssential && person.muted.includes('messages')) return { dropped: 'they do not want such mail' };
      const reader = readerOf(present.programme, person, await this.links.of(person, present.programme.event.slug));
      const page = messagePage(reader, versions, { at: present.at.toISOString(), isEssential });
      return {
        subject: page.subject,
        html: pageHtml(page),
        text: pageText(page),
        language: page.language,
        enclosures: [],
        ...(isEssential ? {} : { unsubscribe: await this.links.oneClick(person, 'messages') }),
      };
    };
  }

  /** Of a test nothing is opened or ended by its links. */
  private async toWriter(mails: readonly WrittenMail[]): Promise<(mail: WrittenMail) => Composed> {
    const { programme, at } = await this.presentOf(mails);
    const links = this.links.ofEvent(programme.event.slug);
    return ({ facts, locale }) => {
      const { versions, isEssential } = facts as MessageTest;
      const reader = readerOf(programme, { name: '', locale, timezone: null }, links);
      const page = messagePage(reader, versions, { at: at.toISOString(), isEssential });
      const subject = reader.words.message.test(page.subject);
      return { subject, html: pageHtml(page), text: pageText(page), language: page.language, enclosures: [] };
    };
  }

  private async presentOf(mails: readonly WrittenMail[]): Promise<Present> {
    const present = await this.presents.ifPublished(mails[0]?.eventId ?? '');
    if (present === null) throw new Error('the event is not published');
    return present;
  }
}
