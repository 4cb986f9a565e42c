import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { CalendarDate, Logo, Room, Texts } from '@kopa/domain';
import { EventEntity } from './event.entity.js';

/** A day of an event with its theme; `date` is the logical day, its bounds follow the day-change hour. */
@Entity('days')
@Check('days_bounds_order', 'starts_at < ends_at')
export class DayEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @PrimaryColumn({ type: 'date' })
  date: CalendarDate;

  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt: Date;

  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt: Date;

  @Column({ type: 'jsonb', default: {} })
  title: Texts;

  @Column({ type: 'jsonb', default: {} })
  theme: Texts;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}

@Entity('venues')
@Check('venues_position_whole', '(latitude IS NULL) = (longitude IS NULL)')
@Check('venues_latitude', 'latitude BETWEEN -90 AND 90')
@Check('venues_longitude', 'longitude BETWEEN -180 AND 180')
@Check('venues_minutes_to', `jsonb_typeof(minutes_to) = 'object'`)
export class VenueEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('venues_event')
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'jsonb' })
  name: Texts;

  @Column({ type: 'text', default: '' })
  address: string;

  @Column({ type: 'double precision', nullable: true })
  latitude: number | null;

  @Column({ type: 'double precision', nullable: true })
  longitude: number | null;

  /** Minutes to other venues by their id; those that are gone are no reference, and are cleared with them. */
  @Column({ name: 'minutes_to', type: 'jsonb', default: {} })
  minutesTo: Readonly<Record<string, number>>;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}

/** A place in a venue, or an online room. The join link is the only secret of a programme: it is in no release. */
@Entity('rooms')
@Check('rooms_kind_known', `kind IN ('physical', 'online')`)
@Check('rooms_access_known', `access IN ('public', 'registered')`)
@Check('rooms_seats', 'seats IS NULL OR seats >= 0')
@Check('rooms_online_facts', `kind = 'online' OR (join_url IS NULL AND provider IS NULL)`)
@Check('rooms_physical_facts', `kind = 'physical' OR (seats IS NULL AND venue_id IS NULL)`)
export class RoomEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('rooms_event')
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'text' })
  kind: Room['kind'];

  @Column({ type: 'jsonb' })
  name: Texts;

  @Column({ type: 'integer', default: 0 })
  position: number;

  @Column({ name: 'venue_id', type: 'uuid', nullable: true })
  venueId: string | null;

  @Column({ type: 'integer', nullable: true })
  seats: number | null;

  @Column({ name: 'join_url', type: 'text', nullable: true })
  joinUrl: string | null;

  @Column({ type: 'text', nullable: true })
  provider: string | null;

  @Column({ type: 'text', default: 'registered' })
  access: Room['access'];

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;

  @ManyToOne(() => VenueEntity, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'venue_id' })
  venue?: Relation<VenueEntity> | null;
}

@Entity('tracks')
@Index('tracks_slug', ['eventId', 'slug'], { unique: true })
export class TrackEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'jsonb' })
  name: Texts;

  @Column({ type: 'text' })
  slug: string;

  @Column({ type: 'text', nullable: true })
  colour: string | null;

  @Column({ type: 'integer', default: 0 })
  position: number;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}

/** Who co-finances; the acknowledgement stands under everything that is published. */
@Entity('funders')
export class FunderEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('funders_event')
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'jsonb' })
  name: Texts;

  @Column({ type: 'jsonb', default: {} })
  programme: Texts;

  @Column({ name: 'grant_number', type: 'text', default: '' })
  grantNumber: string;

  @Column({ type: 'jsonb' })
  acknowledgement: Texts;

  @Column({ type: 'jsonb', default: [] })
  logos: Logo[];

  @Column({ type: 'integer', default: 0 })
  position: number;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
