import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Role } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';

/** A token for programs: one role in one event. Only its hash is kept. */
@Entity('api_tokens')
@Check('api_tokens_role_known', `role IN ('owner', 'organiser', 'moderator', 'checkin', 'viewer')`)
export class ApiTokenEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('api_tokens_event')
  @Column({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'text' })
  role: Role;

  @Column({ type: 'text', default: '' })
  name: string;

  /** SHA-256 of the token, hexadecimal; the token itself has 256 random bits, so no salt is needed. */
  @Index('api_tokens_hash', { unique: true })
  @Column({ type: 'text' })
  hash: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}
