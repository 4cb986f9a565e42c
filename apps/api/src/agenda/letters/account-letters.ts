import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Role } from '@kopa/contracts';
import { pickText, type Texts } from '@kopa/domain';
import { challengeLink, secretOfChallenge } from '../../accounts/challenges.js';
import type { ChallengeEntity } from '../../accounts/login.entity.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Composers } from '../../platform/mail/composers.js';
import type { Composed, WrittenMail } from '../../platform/mail/letter.js';
import { Moments } from './moments.js';
import { pageHtml, pageText, type Page } from './page.js';
import { wordsOf } from './words/words-of.js';

interface Told {
  id: string;
  purpose: ChallengeEntity['purpose'];
  role: Role | null;
  expiresAt: Date;
  usedAt: Date | null;
  title: Texts | null;
  languages: string[] | null;
  zone: string | null;
  firstDay: string | null;
  lastDay: string | null;
}

type Asked = Told & { locale: string; href: string };

const idOf = ({ facts }: WrittenMail): string => (facts as { challenge: string }).challenge;

/** Mail to accounts: an invitation to organise, a link to sign in, news of the second factor. Of events that are not published too. */
@Injectable()
export class AccountLetters implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Composers) private readonly composers: Composers,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.composers.register('organiser.invited', (mails) => this.toAccounts(mails, invitedPage));
    this.composers.register('account.signIn', (mails) => this.toAccounts(mails, signInPage));
    this.composers.register('account.secondFactorReset', () => Promise.resolve((mail) => this.factorReset(mail)));
  }

  private factorReset({ locale }: WrittenMail): Composed {
    const page = factorResetPage(locale, `${this.config.publicUrl}/sign-in?to=/organise/account`);
    const { subject, language } = page;
    return { subject, html: pageHtml(page), text: pageText(page), language, enclosures: [] };
  }

  private async toAccounts(
    mails: readonly WrittenMail[],
    pageOf: (asked: Asked) => Page,
  ): Promise<(mail: WrittenMail) => Promise<Composed>> {
    const rows: Told[] = await this.dataSource.query(
      `SELECT c.id, c.purpose, c.role, c.expires_at AS "expiresAt", c.used_at AS "usedAt", e.title, e.languages, e.zone,
              e.first_day::text AS "firstDay", e.last_day::text AS "lastDay"
         FROM challenges c LEFT JOIN events e ON e.id = c.event_id WHERE c.id = ANY($1)`,
      [mails.map(idOf)],
    );
    const byId = new Map(rows.map((told) => [told.id, told]));
    return async (mail) => {
      const told = byId.get(idOf(mail));
      if (told === undefined) return { dropped: 'there is no such account' };
      if (told.usedAt !== null) return { dropped: 'the link was used or taken back' };
      if (told.expiresAt <= this.clock.now()) return { dropped: 'the link has expired' };
      const secret = await secretOfChallenge(this.dataSource, told.id);
      const href = challengeLink(this.config.publicUrl, told.purpose, secret);
      const page = pageOf({ ...told, locale: mail.locale, href });
      const { subject, language } = page;
      return { subject, html: pageHtml(page), text: pageText(page), language, enclosures: [], secret };
    };
  }
}

function invitedPage({ locale, title, languages, zone, firstDay, lastDay, role, expiresAt, href }: Asked): Page {
  const words = wordsOf(locale);
  const moments = new Moments(words.language, words, zone ?? 'UTC', null);
  const event = pickText(title ?? {}, locale, languages ?? []).text;
  const until = moments.moment(expiresAt.toISOString());
  return {
    subject: words.invited.subject(event),
    preview: words.invited.preview(until),
    language: locale,
    event,
    when: firstDay === null || lastDay === null ? '' : moments.dates(firstDay, lastDay),
    parts: [
      { part: 'title', text: words.invited.title },
      { part: 'text', text: words.invited.text(event, role === null ? '' : words.role[role]) },
      { part: 'button', label: words.invited.button, href },
      { part: 'text', text: words.invited.until(until) },
      { part: 'small', text: words.invited.notYou },
    ],
    foot: [{ text: moments.zoneLine(expiresAt.toISOString()) }],
  };
}

function signInPage({ locale, href }: Asked): Page {
  const words = wordsOf(locale);
  return {
    subject: words.signIn.subject,
    preview: words.signIn.preview,
    language: locale,
    event: 'Kopā',
    when: '',
    parts: [
      { part: 'title', text: words.signIn.title },
      { part: 'text', text: words.signIn.text },
      { part: 'button', label: words.signIn.button, href },
      { part: 'small', text: words.signIn.notYou },
    ],
    foot: [{ text: words.signIn.why }],
  };
}

function factorResetPage(locale: string, href: string): Page {
  const words = wordsOf(locale);
  return {
    subject: words.factorReset.subject,
    preview: words.factorReset.preview,
    language: locale,
    event: 'Kopā',
    when: '',
    parts: [
      { part: 'title', text: words.factorReset.title },
      { part: 'text', text: words.factorReset.text },
      { part: 'text', text: words.factorReset.next },
      { part: 'button', label: words.factorReset.button, href },
      { part: 'small', text: words.factorReset.notYou },
    ],
    foot: [{ text: words.factorReset.why }],
  };
}
