import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  mutedKinds,
  type FeedAddress,
  type MailChoices,
  type MutedKind,
  type Unsubscribed,
  type UnsubscribeOrder,
} from '@kopa/contracts';
import { wantedMail } from './wanted-mail.js';
import { Problem } from '../platform/problem.js';
import { LinkTokens } from '../registration/link-tokens.js';
import type { Own } from '../registration/registrations.service.js';

/** What reaches a person outside the page: their calendar's address, and the mail that they want. */
@Injectable()
export class OwnMailService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(LinkTokens) private readonly tokens: LinkTokens,
  ) {}

  /** Gives the calendar a new address; the old one opens nothing any more, nor do the join addresses in it. */
  async reissueFeed({ id }: Own): Promise<FeedAddress> {
    const [[row]]: [{ version: number }[], number] = await this.dataSource.query(
      `UPDATE registrations SET feed_version = feed_version + 1, feed_read_at = NULL WHERE id = $1
        RETURNING feed_version AS version`,
      [id],
    );
    if (row === undefined) throw new Error(`registration ${id} is gone`);
    return { feedUrl: await this.tokens.feedUrl(id, row.version) };
  }

  /** Which mail that is not essential is wanted; what is not named stays. */
  async choose({ id }: Own, choices: MailChoices): Promise<Record<MutedKind, boolean>> {
    const kinds = mutedKinds;
    const [[row]]: [{ muted: string[] }[], number] = await this.dataSource.query(
      `UPDATE registrations SET muted = ARRAY(
          SELECT kind FROM unnest(muted) AS kind WHERE NOT kind = ANY ($2) UNION SELECT unnest($3::text[]) ORDER BY 1)
        WHERE id = $1 RETURNING muted`,
      [id, kinds.filter((kind) => choices[kind] === true), kinds.filter((kind) => choices[kind] === false)],
    );
    const muted = row?.muted ?? [];
    return wantedMail(muted);
  }

  /** The same by the link in a mail. Problem 404 `link.unknown`. */
  async chooseByLink({ token, kind, wanted }: UnsubscribeOrder): Promise<Unsubscribed> {
    const { id, eventId, slug } = await this.ownerOfLink(token);
    return { event: slug, ...(await this.choose({ id, eventId }, { [kind]: wanted })) };
  }

  /** Slug of the event of a mail's link. Problem 404 `link.unknown`. */
  async eventOfLink(token: string): Promise<string> {
    return (await this.ownerOfLink(token)).slug;
  }

  private async ownerOfLink(token: string): Promise<Own & { slug: string }> {
    const proved = await this.tokens.read('unsubscribe', token);
    const [row]: (Own & { slug: string })[] =
      proved === null
        ? []
        : await this.dataSource.query(
            `SELECT r.id, r.event_id AS "eventId", e.slug FROM registrations r JOIN events e ON e.id = r.event_id
              WHERE r.id = $1 AND r.token_version = $2`,
            [proved.id, proved.version],
          );
    if (row === undefined) throw new Problem(404, 'link.unknown', 'This link is not valid (any more).');
    return row;
  }
}
