import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { SessionFactsTold } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import { RegistrationEntity } from '../registration/registration.entity.js';

/** How far the people of an event were brought: to which row of its public stream. */
@Entity('followed_programmes')
export class FollowedProgrammeEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'uuid' })
  epoch: string;

  @Column({ type: 'bigint' })
  seq: string;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}

/** A session as it stood there. */
@Entity('followed_sessions')
export class FollowedSessionEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** Its code. */
  @PrimaryColumn('text')
  session: string;

  @Column({ type: 'jsonb' })
  facts: SessionFactsTold;

  /** Since when no release has it any more. */
  @Column({ name: 'gone_since', type: 'timestamptz', nullable: true })
  goneSince: Date | null;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}

/** That a session which somebody booked or starred is not any more what they were told of it. */
@Entity('session_differences')
export class SessionDifferenceEntity {
  @PrimaryColumn({ name: 'registration_id', type: 'uuid' })
  registrationId: string;

  @PrimaryColumn('text')
  session: string;

  @Index('session_differences_event')
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** What they know. */
  @Column({ type: 'jsonb' })
  told: SessionFactsTold;

  /** Names of the conflicts that came of it and that they were told of. */
  @Column({ type: 'text', array: true, default: [] })
  conflicts: string[];

  /** It was looked at, and is too little to be told: until it changes again. */
  @Column({ name: 'is_settled', type: 'boolean', default: false })
  isSettled: boolean;

  @ManyToOne(() => RegistrationEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'registration_id' })
  registration?: Relation<RegistrationEntity>;
}
