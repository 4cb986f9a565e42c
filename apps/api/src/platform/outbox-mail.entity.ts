import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A mail to be sent, written in the transaction of what it tells of. Read by `kopa mail`. */
@Entity('outbox_mails')
export class OutboxMailEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Index('outbox_mails_event')
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ name: 'written_at', type: 'timestamptz' })
  writtenAt: Date;

  @Column({ type: 'text' })
  recipient: string;

  @Column({ type: 'text' })
  locale: string;

  /** E.g. `registration.confirm`. */
  @Column({ type: 'text' })
  kind: string;

  /** What its text names; links are made when it is read or sent, so that no secret rests here. */
  @Column({ type: 'jsonb' })
  facts: object;
}
