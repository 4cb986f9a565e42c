import { Injectable } from '@nestjs/common';
import type { Composed, WrittenMail } from './letter.js';

/**
 * Composes mails of one event and kind. What they share is loaded at once, however many there are; each letter is then
 * made when it is asked for, so that no long work holds up the process.
 */
export type Composer = (mails: readonly WrittenMail[]) => Promise<(mail: WrittenMail) => Composed | Promise<Composed>>;

/** Who composes which kind of mail: the rooms below say so when they start. */
@Injectable()
export class Composers {
  private readonly byKind = new Map<string, Composer>();

  register(kind: string, composer: Composer): void {
    if (this.byKind.has(kind)) throw new Error(`mail of kind "${kind}" is composed already`);
    this.byKind.set(kind, composer);
  }

  /** Kinds that this process knows; another one may know more, when a newer version is on its way in. */
  get kinds(): string[] {
    return [...this.byKind.keys()];
  }

  /** How each of these mails is composed; of a kind that nobody composes it fails when it is asked for. */
  prepare(mails: readonly WrittenMail[]): (mail: WrittenMail) => Promise<Composed> {
    const groups = Map.groupBy(mails, ({ eventId, kind }) => `${eventId} ${kind}`);
    const prepared = new Map<string, Promise<(mail: WrittenMail) => Composed | Promise<Composed>>>();
    for (const [name, group] of groups) {
      const composer = this.byKind.get(group[0]?.kind ?? '');
      const ready = composer?.(group) ?? Promise.reject(new Error(`nobody composes "${group[0]?.kind ?? ''}"`));
      // One kind that cannot be composed holds up no other; who asks for one of its letters is told.
      ready.catch(() => undefined);
      prepared.set(name, ready);
    }
    return async (mail) => {
      const compose = await prepared.get(`${mail.eventId} ${mail.kind}`);
      if (compose === undefined) throw new Error(`mail ${mail.id} was not prepared`);
      return compose(mail);
    };
  }
}
