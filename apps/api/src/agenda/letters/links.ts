import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.js';
import { LinkTokens } from '../../registration/link-tokens.js';
import type { Owner } from '../owners.js';
import type { Links } from './reader.js';

export type MutedKind = Owner['muted'][number];

/** The links of letters. Each that opens something is made here, as nothing of it rests in the database. */
@Injectable()
export class LinksOf {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
    @Inject(LinkTokens) private readonly tokens: LinkTokens,
  ) {}

  async of(
    { id, tokenVersion, feedVersion }: Pick<Owner, 'id' | 'tokenVersion' | 'feedVersion'>,
    slug: string,
  ): Promise<Links> {
    const links = this.ofEvent(slug);
    const [manage, confirm, join, unsubscribe, feed] = await Promise.all([
      this.tokens.make('manage', id, tokenVersion),
      this.tokens.make('confirm', id, tokenVersion),
      this.tokens.make('join', id, feedVersion),
      this.tokens.make('unsubscribe', id, tokenVersion),
      this.tokens.feedUrl(id, feedVersion),
    ]);
    return {
      ...links,
      manage: `${links.event}/me#${manage}`,
      confirm: `${links.event}/confirm#${confirm}`,
      agenda: `${links.event}/agenda#${manage}`,
      feed,
      join: (slot) => `${this.config.publicUrl}/join/${slot}?token=${join}`,
      unsubscribe: (kind) => `${links.event}/unsubscribe?kind=${kind}#${unsubscribe}`,
    };
  }

  /** Those that open nothing, for who is no participant. */
  ofEvent(slug: string): Links {
    const event = `${this.config.publicUrl}/e/${slug}`;
    return {
      event,
      manage: `${event}/me`,
      confirm: `${event}/confirm`,
      agenda: `${event}/agenda`,
      register: `${event}/register`,
      feed: event,
      day: (date) => `${event}/programme?day=${date}`,
      session: (code) => `${event}/sessions/${encodeURIComponent(code)}`,
      join: (slot) => `${this.config.publicUrl}/join/${slot}`,
      unsubscribe: () => event,
    };
  }

  /** Where mail of a kind ends with one click, without a page (RFC 8058). */
  async oneClick({ id, tokenVersion }: Pick<Owner, 'id' | 'tokenVersion'>, kind: MutedKind): Promise<string> {
    return `${this.config.publicUrl}/mail/unsubscribe/${await this.tokens.make('unsubscribe', id, tokenVersion)}?kind=${kind}`;
  }
}
