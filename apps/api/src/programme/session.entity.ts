import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Block, Item, Material, SessionKind, Texts } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import { RoomEntity, TrackEntity } from '../events/frame.entity.js';

@Entity('speakers')
@Index('speakers_code', ['eventId', 'code'], { unique: true })
@Check('speakers_country_form', `country ~ '^[A-Z]{2}$'`)
@Check('speakers_email_form', `email ~ '^[^@[:space:]]+@[^@[:space:]]+$'`)
export class SpeakerEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'jsonb', default: {} })
  organisation: Texts;

  @Column({ type: 'text', nullable: true })
  country: string | null;

  @Column({ type: 'jsonb', default: {} })
  biography: Texts;

  /** When they can; null: always. Organisers alone see it, so it is no part of the programme's content. */
  @Column({ type: 'jsonb', nullable: true })
  availability: Block[] | null;

  /** Where they are written to. Organisers alone see it, so it is no part of the programme's content either. */
  @Column({ type: 'text', nullable: true })
  email: string | null;

  @Column({ type: 'integer', default: 1 })
  version: number;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}

/** A session of the draft. What is published stands in releases, never here. */
@Entity('sessions')
@Index('sessions_code', ['eventId', 'code'], { unique: true })
@Check('sessions_code_form', `code ~ '^[A-Z0-9][A-Z0-9-]{0,39}$'`)
@Check(
  'sessions_kind_known',
  `kind IN ('talk','workshop','discussion','presentation-round','story','virtual-tour','visit','opening','closing','break','social','other')`,
)
@Check(
  'sessions_capacity',
  '(capacity_in_person IS NULL OR capacity_in_person >= 0) AND (capacity_online IS NULL OR capacity_online >= 0)',
)
export class SessionEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'jsonb' })
  title: Texts;

  @Column({ type: 'jsonb', default: {} })
  subtitle: Texts;

  @Column({ type: 'jsonb', default: {} })
  abstract: Texts;

  @Column({ type: 'jsonb', default: {} })
  description: Texts;

  @Column({ type: 'text' })
  kind: SessionKind;

  @Column({ type: 'text', nullable: true })
  language: string | null;

  @Column({ name: 'other_languages', type: 'text', array: true, default: [] })
  otherLanguages: string[];

  @Column({ type: 'text', array: true, default: [] })
  interpretation: string[];

  @Column({ name: 'capacity_in_person', type: 'integer', nullable: true })
  capacityInPerson: number | null;

  @Column({ name: 'capacity_online', type: 'integer', nullable: true })
  capacityOnline: number | null;

  @Column({ name: 'track_id', type: 'uuid', nullable: true })
  trackId: string | null;

  @Column({ type: 'jsonb', default: [] })
  items: Item[];

  @Column({ type: 'jsonb', default: [] })
  materials: Material[];

  @Column({ name: 'alternative_of', type: 'text', nullable: true })
  alternativeOf: string | null;

  @Column({ type: 'integer', default: 1 })
  version: number;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;

  @ManyToOne(() => TrackEntity, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'track_id' })
  track?: Relation<TrackEntity> | null;
}

/** Logistics of an add-on; the slot of its session is the time at the place. */
@Entity('add_ons')
@Check(
  'add_ons_times_order',
  '(meet_at IS NULL OR depart_at IS NULL OR meet_at <= depart_at) AND (depart_at IS NULL OR return_at IS NULL OR depart_at <= return_at) AND (meet_at IS NULL OR return_at IS NULL OR meet_at <= return_at)',
)
@Check('add_ons_numbers', 'travel_minutes >= 0 AND minimum_number >= 0 AND minimum_age BETWEEN 0 AND 120')
export class AddOnEntity {
  @PrimaryColumn({ name: 'session_id', type: 'uuid' })
  sessionId: string;

  @Column({ name: 'meet_at', type: 'timestamptz', nullable: true })
  meetAt: Date | null;

  @Column({ name: 'depart_at', type: 'timestamptz', nullable: true })
  departAt: Date | null;

  @Column({ name: 'return_at', type: 'timestamptz', nullable: true })
  returnAt: Date | null;

  @Column({ name: 'meeting_point', type: 'jsonb', default: {} })
  meetingPoint: Texts;

  @Column({ name: 'travel_minutes', type: 'integer', nullable: true })
  travelMinutes: number | null;

  @Column({ name: 'minimum_number', type: 'integer', nullable: true })
  minimumNumber: number | null;

  @Column({ name: 'go_no_go_at', type: 'timestamptz', nullable: true })
  goNoGoAt: Date | null;

  @Column({ type: 'jsonb', default: {} })
  bring: Texts;

  @Column({ name: 'minimum_age', type: 'integer', nullable: true })
  minimumAge: number | null;

  @ManyToOne(() => SessionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'session_id' })
  session?: Relation<SessionEntity>;
}

@Entity('session_speakers')
@Index('session_speakers_order', ['sessionId', 'position'], { unique: true })
export class SessionSpeakerEntity {
  @PrimaryColumn({ name: 'session_id', type: 'uuid' })
  sessionId: string;

  @PrimaryColumn({ name: 'speaker_id', type: 'uuid' })
  speakerId: string;

  @Column({ type: 'integer' })
  position: number;

  @ManyToOne(() => SessionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'session_id' })
  session?: Relation<SessionEntity>;

  @ManyToOne(() => SpeakerEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'speaker_id' })
  speaker?: Relation<SpeakerEntity>;
}

/** When and where a session of the draft stands. Rooms may overlap: real programmes do, it is a warning. */
@Entity('slots')
@Check('slots_time_order', 'ends_at >= starts_at')
@Check('slots_rooms_differ', 'room_id IS NULL OR online_room_id IS NULL OR room_id <> online_room_id')
export class SlotEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('slots_session')
  @Column({ name: 'session_id', type: 'uuid' })
  sessionId: string;

  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt: Date;

  @Column({ name: 'ends_at', type: 'timestamptz' })
  endsAt: Date;

  @Column({ name: 'room_id', type: 'uuid', nullable: true })
  roomId: string | null;

  @Column({ name: 'online_room_id', type: 'uuid', nullable: true })
  onlineRoomId: string | null;

  @Column({ type: 'integer', default: 1 })
  version: number;

  @ManyToOne(() => SessionEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'session_id' })
  session?: Relation<SessionEntity>;

  @ManyToOne(() => RoomEntity, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'room_id' })
  room?: Relation<RoomEntity> | null;

  @ManyToOne(() => RoomEntity, { onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'online_room_id' })
  onlineRoom?: Relation<RoomEntity> | null;
}
