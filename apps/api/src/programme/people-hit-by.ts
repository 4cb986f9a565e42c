import { Injectable } from '@nestjs/common';
import type { DayPeople, PeopleHit, ReleaseHits } from '@kopa/contracts';
import type { CalendarDate, DaySlot, LiveChangePlan, Programme, Session } from '@kopa/domain';

/** @param programme as it is before the change */
type Teller = (eventId: string, programme: Programme, plan: LiveChangePlan) => Promise<PeopleHit>;

/** @param after the sessions that a release changes, as they would stand; what it takes away is cancelled there */
type ReleaseTeller = (
  eventId: string,
  programme: Programme,
  after: ReadonlyMap<string, Session>,
) => Promise<Omit<ReleaseHits, 'speakers'>>;

export interface DayHit {
  date: CalendarDate;
  plan: LiveChangePlan;
  /** What the day has in person, and what becomes of it. */
  day: readonly DaySlot[];
}

type DayTeller = (eventId: string, hit: DayHit) => Promise<DayPeople>;

/** What a change would mean for people. Programmes know of none: the room that does tells, and says so when it starts. */
@Injectable()
export class PeopleHitBy {
  private teller: Teller = () => Promise.reject(new Error('nobody tells whom a change hits'));

  private releaseTeller: ReleaseTeller = () => Promise.reject(new Error('nobody tells whom a release hits'));

  private dayTeller: DayTeller = () => Promise.reject(new Error('nobody tells whom the switch of a day hits'));

  toldBy(teller: Teller, releaseTeller: ReleaseTeller, dayTeller: DayTeller): void {
    this.teller = teller;
    this.releaseTeller = releaseTeller;
    this.dayTeller = dayTeller;
  }

  day(...change: Parameters<DayTeller>): ReturnType<DayTeller> {
    return this.dayTeller(...change);
  }

  release(...change: Parameters<ReleaseTeller>): ReturnType<ReleaseTeller> {
    return this.releaseTeller(...change);
  }

  plan(eventId: string, programme: Programme, plan: LiveChangePlan): Promise<PeopleHit> {
    return this.teller(eventId, programme, plan);
  }
}
