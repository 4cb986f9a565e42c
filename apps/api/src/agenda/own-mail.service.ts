import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FeedAddress, MailChoices } from '@kopa/contracts';
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
  async choose({ id }: Own, choices: MailChoices): Promise<Required<MailChoices>> {
    const kinds = ['reminders', 'changes'] as const;
    const [[row]]: [{ muted: string[] }[], number] = await this.dataSource.query(
      `UPDATE registrations SET muted = ARRAY(
          SELECT kind FROM unnest(muted) AS kind WHERE NOT kind = ANY ($2) UNION SELECT unnest($3::text[]) ORDER BY 1)
        WHERE id = $1 RETURNING muted`,
      [id, kinds.filter((kind) => choices[kind] === true), kinds.filter((kind) => choices[kind] === false)],
    );
    const muted = row?.muted ?? [];
    return { reminders: !muted.includes('reminders'), changes: !muted.includes('changes') };
  }
}
