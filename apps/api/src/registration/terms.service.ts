import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  registrationRules,
  type RegistrationRules,
  type RegistrationTerms,
  type RegistrationTermsEdit,
} from '@kopa/contracts';
import { problemsOfTerms } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { TryAgain, transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { Presents } from './present.js';
import { RegistrationRulesEntity } from './registration-rules.entity.js';

/** The rules by which people register. They hold at once, without a release. */
@Injectable()
export class TermsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(StreamService) private readonly streams: StreamService,
  ) {}

  read(eventId: string): Promise<RegistrationTerms> {
    return readTermsOf(this.dataSource.manager, eventId);
  }

  /** Sets all of them; what another set meanwhile is gone. Problem 422 `input.invalid` that names each field. */
  async replace(eventId: string, rules: RegistrationRules, who: string): Promise<RegistrationRules> {
    return (await this.write(eventId, () => rules, who)).rules;
  }

  /**
   * Sets the parts that `edit` names. `seen` is the version from If-Match. Problems: 412 `terms.late` with the current
   * terms, 422 `input.invalid` that names each field.
   */
  edit(eventId: string, edit: RegistrationTermsEdit, seen: number, who: string): Promise<RegistrationTerms> {
    const isSaid = ([, part]: [string, unknown]): boolean => part !== undefined;
    return this.write(
      eventId,
      (current) => {
        if (current.version !== seen)
          throw new Problem(412, 'terms.late', `The terms are at version ${current.version}, the change saw ${seen}.`, {
            current,
          });
        return { ...current.rules, ...Object.fromEntries(Object.entries(edit).filter(isSaid)) };
      },
      who,
    );
  }

  private async write(
    eventId: string,
    of: (current: RegistrationTerms) => RegistrationRules,
    who: string,
  ): Promise<RegistrationTerms> {
    const set = await transaction(this.dataSource, async (manager) => {
      const current = await readTermsOf(manager, eventId);
      const rules = of(current);
      const problems = problemsOfTerms(rules);
      if (problems.length > 0) throw invalidInput(problems.map((problem) => ({ ...problem })));
      const version = await putRules(manager, eventId, rules, current.version);
      const at = this.clock.now();
      await audit(manager, {
        eventId,
        at,
        who,
        action: 'registration.ruled',
        subject: '',
        before: current.rules,
        after: rules,
      });
      await this.streams.createHeads(manager, eventId, ['organisers']);
      const row = { type: 'terms.altered', body: { version, by: who } };
      await this.streams.append(manager, eventId, 'organisers', [row], at);
      return { version, rules: registrationRules.parse(rules) };
    });
    this.presents.forget();
    return set;
  }
}

async function readTermsOf(manager: EntityManager, eventId: string): Promise<RegistrationTerms> {
  const row = await manager.findOneBy(RegistrationRulesEntity, { eventId });
  return { version: row?.version ?? 0, rules: registrationRules.parse(row?.rules ?? {}) };
}

/** Writes rules over those of a version, 0 where there are none; somebody else's in between make it try again. */
async function putRules(
  manager: EntityManager,
  eventId: string,
  rules: RegistrationRules,
  version: number,
): Promise<number> {
  const values = [eventId, JSON.stringify(rules), version];
  if (version === 0) {
    const made: unknown[] = await manager.query(
      `INSERT INTO registration_rules (event_id, rules, version) VALUES ($1, $2, $3::int + 1)
       ON CONFLICT (event_id) DO NOTHING RETURNING version`,
      values,
    );
    if (made.length === 0) throw new TryAgain();
    return 1;
  }
  const [changed] = await manager.query<[unknown[], number]>(
    `UPDATE registration_rules SET rules = $2, version = version + 1 WHERE event_id = $1 AND version = $3 RETURNING version`,
    values,
  );
  if (changed.length === 0) throw new TryAgain();
  return version + 1;
}
