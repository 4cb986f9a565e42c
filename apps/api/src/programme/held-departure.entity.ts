import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';

/** A departure that a live change holds; what was planned stands in the release. */
@Entity('held_departures')
export class HeldDepartureEntity {
  /** Of the add-on, as in the release. */
  @PrimaryColumn({ name: 'session_id', type: 'uuid' })
  sessionId: string;

  @Index('held_departures_event')
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ name: 'depart_at', type: 'timestamptz' })
  departAt: Date;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
