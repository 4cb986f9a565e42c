import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Role } from '@kopa/contracts';
import { EventEntity } from '../events/event.entity.js';

/** Somebody who organises. The operator is whoever can read the server's console: owner of every event. */
@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('accounts_email', { unique: true })
  @Column({ type: 'text', nullable: true })
  email: string | null;

  @Column({ type: 'text', default: '' })
  name: string;

  @Column({ name: 'is_operator', type: 'boolean', default: false })
  isOperator: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}

@Entity('account_roles')
@Check('account_roles_role_known', `role IN ('owner', 'organiser', 'moderator', 'checkin', 'viewer')`)
export class AccountRoleEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId: string;

  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  @Column({ type: 'text' })
  role: Role;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;
}

/** A link that proves something once. */
@Entity('challenges')
@Check('challenges_purpose_known', `purpose IN ('sign-in', 'invite', 'console')`)
export class ChallengeEntity {
  /** SHA-256 of the secret, hexadecimal. */
  @PrimaryColumn('text')
  hash: string;

  @Column({ type: 'text' })
  purpose: 'sign-in' | 'invite' | 'console';

  @Column({ name: 'account_id', type: 'uuid' })
  accountId: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt: Date | null;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
}

@Entity('login_sessions')
export class LoginSessionEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** SHA-256 of the cookie's secret, hexadecimal. */
  @Index('login_sessions_hash', { unique: true })
  @Column({ type: 'text' })
  hash: string;

  @Index('login_sessions_account')
  @Column({ name: 'account_id', type: 'uuid' })
  accountId: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
}
