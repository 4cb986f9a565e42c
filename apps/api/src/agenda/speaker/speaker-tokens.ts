import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessService, type ParticipantScheme } from '../../accounts/access.service.js';
import type { Credential } from '../../accounts/credential.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { LinkTokens, speakerPrefix } from '../../registration/link-tokens.js';

interface Row {
  id: string;
  code: string;
  eventId: string;
  slug: string;
  version: number;
}

/** Who a speaker's link makes somebody. Its secret opens their page until it is given anew. */
@Injectable()
export class SpeakerTokens implements ParticipantScheme, OnModuleInit {
  readonly prefix = speakerPrefix;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(LinkTokens) private readonly tokens: LinkTokens,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  onModuleInit(): void {
    this.access.useSpeakers(this);
  }

  async resolve(tokens: readonly string[]): Promise<Map<string, Credential>> {
    const read = await Promise.all(
      tokens.map(async (token) => ({ token, proved: await this.tokens.read('speaker', token) })),
    );
    const rows: Row[] = await this.dataSource.query(
      `SELECT s.id, s.code, s.event_id AS "eventId", e.slug, coalesce(l.version, 1) AS version
         FROM speakers s JOIN events e ON e.id = s.event_id
         LEFT JOIN speaker_links l ON l.event_id = s.event_id AND l.speaker = s.code WHERE s.id = ANY($1::uuid[])`,
      [read.flatMap(({ proved }) => proved?.id ?? [])],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return new Map(
      read.flatMap(({ token, proved }): [string, Credential][] => {
        const row = proved === null ? undefined : byId.get(proved.id);
        if (row === undefined || row.version !== proved?.version) return [];
        const { id, code, eventId, slug } = row;
        return [[token, { kind: 'speaker', speakerId: id, code, eventId, eventSlug: slug }]];
      }),
    );
  }

  /** Address of a speaker's own page; the secret is in the fragment, which no server and no Referer sees. */
  async pageUrl(slug: string, { id, version }: { id: string; version: number }): Promise<string> {
    return `${this.config.publicUrl}/e/${slug}/speaker#${await this.tokens.make('speaker', id, version)}`;
  }

  /** By which a speaker joins, whatever room a slot has by then. */
  async joinUrl({ id, version }: { id: string; version: number }): Promise<(slot: string) => string> {
    const token = await this.tokens.make('speaker', id, version);
    return (slot) => `${this.config.publicUrl}/join/${slot}?token=${token}`;
  }
}
