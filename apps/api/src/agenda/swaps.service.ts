import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SwapOrder } from '@kopa/contracts';
import { isForEveryone } from '@kopa/domain';
import { Problem } from '../platform/problem.js';
import { BookingsService } from '../registration/bookings.service.js';
import { Presents } from '../registration/present.js';
import type { Own } from '../registration/registrations.service.js';
import { loadOwners } from './owners.js';
import { StarsService } from './stars.service.js';

/** Having one thing instead of another, with one tap. */
@Injectable()
export class SwapsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(BookingsService) private readonly bookings: BookingsService,
    @Inject(StarsService) private readonly stars: StarsService,
  ) {}

  /**
   * Gives up `from` for `to`: a booking for a booking, what is starred or for everyone for a star. Problems: 404
   * `agenda.unknown`, and those of booking and starring; 409 `swap.full`, then nothing was given up.
   */
  async swap(own: Own, { from, to }: SwapOrder): Promise<void> {
    const { programme, coaches } = await this.presents.of(own.eventId);
    const [owner] = await loadOwners(this.dataSource.manager, [own.id], coaches);
    const { bookings = [], stars = [] } = owner?.choices ?? {};
    if (bookings.some(({ session }) => session === from)) return this.bookings.exchange(own, from, to);
    const isStarred = stars.some(({ session }) => session === from);
    const session = programme.sessions.find(({ code }) => code === from);
    if (!isStarred && (session === undefined || !isForEveryone(session)))
      throw new Problem(404, 'agenda.unknown', `"${from}" is not in your agenda.`);
    await this.stars.set(own, to.session, { mode: to.mode });
    if (isStarred && from !== to.session) await this.stars.remove(own, from);
  }
}
