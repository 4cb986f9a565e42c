import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import type { PlaceMode, PlaceStatus } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import { bigintNumber } from '../live/stream-head.entity.js';
import { RegistrationEntity } from './registration.entity.js';

/** What a pool holds places of: the event as a whole, a day, a session, its coach. In this order pools are locked. */
export const placeScopes = ['event', 'day', 'session', 'seat'] as const;
export type PlaceScope = (typeof placeScopes)[number];

/** The places of one mode in the event, a day or a session, and how those who wait get them. */
@Entity('place_pools')
@Unique('place_pools_of', ['eventId', 'scope', 'key', 'mode'])
@Check('place_pools_scope_known', `scope IN ('event', 'day', 'session', 'seat')`)
@Check('place_pools_rank', `rank = array_position(ARRAY['event', 'day', 'session', 'seat'], scope)`)
@Check('place_pools_mode_known', `mode IN ('in-person', 'online')`)
@Check('place_pools_promotion_known', `promotion IN ('automatic', 'offer')`)
@Check('place_pools_offer_minutes', 'offer_minutes BETWEEN 1 AND 43200')
@Check('place_pools_capacity', 'capacity >= 0')
@Check('place_pools_ceiling', '(capacity IS NULL) = (ceiling IS NULL) AND capacity <= ceiling')
@Check('place_pools_taken', 'taken >= 0 AND taken <= ceiling')
@Check('place_pools_waiting', 'waiting >= 0')
@Check('place_pools_given_over', `given_over >= 0 AND (given_over = 0 OR scope <> 'seat')`)
export class PlacePoolEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'text' })
  scope: PlaceScope;

  /** Place of the scope in the order in which pools are locked. */
  @Column({ type: 'smallint' })
  rank: number;

  /** Empty for the event, the date of a day, the code of a session, also of its coach. */
  @Column({ type: 'text' })
  key: string;

  @Column({ type: 'text' })
  mode: PlaceMode;

  /** null: not limited. */
  @Column({ type: 'integer', nullable: true })
  capacity: number | null;

  /** The capacity, or what was taken when it was lowered below that: the most that the database lets be taken. */
  @Column({ type: 'integer', nullable: true })
  ceiling: number | null;

  /** Confirmed and offered places. */
  @Column({ type: 'integer', default: 0 })
  taken: number;

  /** Waitlisted ones who could take a place. */
  @Column({ type: 'integer', default: 0 })
  waiting: number;

  /** Number of the newest claim: who claimed first is served first. */
  @Column({ name: 'last_number', type: 'bigint', default: 0, transformer: bigintNumber })
  lastNumber: number;

  /** How many of its claims were ever given over the capacity or before those who wait. In a coach none is. */
  @Column({ name: 'given_over', type: 'integer', default: 0 })
  givenOver: number;

  @Column({ type: 'text', default: 'automatic' })
  promotion: 'automatic' | 'offer';

  @Column({ name: 'offer_minutes', type: 'integer', default: 1440 })
  offerMinutes: number;

  /** Whether organisers set the capacity; else it is the published one. */
  @Column({ name: 'is_set', type: 'boolean', default: false })
  isSet: boolean;

  /** Whether the session was cancelled: its places are kept for when it is reinstated. */
  @Column({ name: 'is_aside', type: 'boolean', default: false })
  isAside: boolean;

  /** Rises with what organisers set, or a release publishes: what an edit of it has seen. */
  @Column({ type: 'integer', default: 1 })
  version: number;

  /** Rises with every change: what tells followers that the places left may differ. */
  @Column({ type: 'bigint', default: 0, transformer: bigintNumber })
  changes: number;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}

/** A registration's place in a pool. One of a session is a booking. */
@Entity('places')
@Index('places_held', ['registrationId', 'heldAs'], { unique: true, where: `status <> 'cancelled'` })
@Index('places_queue', ['poolId', 'number'], { where: `status = 'waitlisted'` })
@Index('places_offers', ['offeredUntil'], { where: `status = 'offered'` })
@Index('places_registration', ['registrationId'])
@Index('places_pool', ['poolId'])
@Check('places_status_known', `status IN ('confirmed', 'waitlisted', 'offered', 'cancelled')`)
@Check('places_offer', `(status = 'offered') = (offered_until IS NOT NULL)`)
@Check('places_over_because', `over_because <> ''`)
@Check('places_eligible', `is_eligible OR status IN ('waitlisted', 'cancelled')`)
export class PlaceEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'pool_id', type: 'uuid' })
  poolId: string;

  @Column({ name: 'registration_id', type: 'uuid' })
  registrationId: string;

  /** What one person has one place of: a mode of the event, a day in whatever mode, a session in whatever mode. */
  @Column({ name: 'held_as', type: 'text' })
  heldAs: string;

  @Column({ type: 'text' })
  status: PlaceStatus;

  /** Place in the pool's order of claims. */
  @Column({ type: 'bigint', transformer: bigintNumber })
  number: number;

  /** The place that must be confirmed before this one can be: of the day, or of the event. */
  @Index('places_after')
  @Column({ name: 'after_id', type: 'uuid', nullable: true })
  afterId: string | null;

  /** False while it waits for the place that it depends on, and so takes nothing and holds nobody up. */
  @Column({ name: 'is_eligible', type: 'boolean', default: true })
  isEligible: boolean;

  /** Whether it is only ever offered: its session went from online to in person, and nobody is made to come. */
  @Column({ name: 'is_offer_only', type: 'boolean', default: false })
  isOfferOnly: boolean;

  /** The waitlisted booking whose fallback it is: it ends when that one is confirmed. */
  @Index('places_fallback')
  @Column({ name: 'fallback_of', type: 'uuid', nullable: true })
  fallbackOf: string | null;

  @Column({ name: 'offered_until', type: 'timestamptz', nullable: true })
  offeredUntil: Date | null;

  /** Why it was offered instead of given. */
  @Column({ name: 'offered_for', type: 'text', nullable: true })
  offeredFor: 'promotion' | 'clash' | 'mode' | null;

  /** Why it was given, at the door or from the waitlist, though none was free or others waited. */
  @Column({ name: 'over_because', type: 'text', nullable: true })
  overBecause: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt: Date;

  @ManyToOne(() => PlacePoolEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'pool_id' })
  pool?: Relation<PlacePoolEntity>;

  @ManyToOne(() => RegistrationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'registration_id' })
  registration?: Relation<RegistrationEntity>;

  @ManyToOne(() => PlaceEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'after_id' })
  after?: Relation<PlaceEntity> | null;

  @ManyToOne(() => PlaceEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'fallback_of' })
  fallbackFor?: Relation<PlaceEntity> | null;
}
