import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation, VersionColumn } from 'typeorm';
import type { RegistrationRules } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';

/** When and with what questions an event takes registrations. Without a row: open, nothing asked beyond the person. */
@Entity('registration_rules')
export class RegistrationRulesEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'jsonb' })
  rules: RegistrationRules;

  @VersionColumn()
  version: number;

  @OneToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
