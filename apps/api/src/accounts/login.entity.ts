import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { LoginSession, Role } from '@kopa/contracts';
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

  /** argon2id in PHC form; null while they have none. */
  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash: string | null;

  @Column({ name: 'is_operator', type: 'boolean', default: false })
  isOperator: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}

@Entity('account_roles')
@Index('account_roles_event', ['eventId'])
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

/** An invitation that somebody accepts in several steps: its id, and the name that they gave. */
export interface Joining {
  invitation: string;
  name?: string;
}

/** Something that proves something once: the secret of a link, or what a passkey is to sign. */
@Entity('challenges')
@Check(
  'challenges_purpose_known',
  `purpose IN ('sign-in', 'invite', 'console', 'passkey', 'passkey-add', 'oidc', 'oidc-code')`,
)
@Check('challenges_account', `(purpose IN ('passkey', 'oidc')) = (account_id IS NULL)`)
@Check('challenges_facts', `(purpose IN ('oidc', 'oidc-code')) = (facts IS NOT NULL)`)
@Check('challenges_invite', `(purpose = 'invite') = (event_id IS NOT NULL) AND (event_id IS NULL) = (role IS NULL)`)
@Index('challenges_event', ['eventId'])
export class ChallengeEntity {
  /** SHA-256 of the secret, hexadecimal. */
  @PrimaryColumn('text')
  hash: string;

  /** Names it where its secret must not stand. */
  @Index('challenges_id', { unique: true })
  @Column({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  purpose: 'sign-in' | 'invite' | 'console' | 'passkey' | 'passkey-add' | 'oidc' | 'oidc-code';

  /** Nobody's, where the passkey or the provider is yet to say whose it is. */
  @Column({ name: 'account_id', type: 'uuid', nullable: true })
  accountId: string | null;

  /** To which an invitation invites, and as what. */
  @Column({ name: 'event_id', type: 'uuid', nullable: true })
  eventId: string | null;

  @Column({ type: 'text', nullable: true })
  role: Role | null;

  /** Hash of what the browser that asked for it is known by (a cookie, a login session), where no other may use it. */
  @Column({ name: 'browser_hash', type: 'text', nullable: true })
  browserHash: string | null;

  /**
   * Of who signs in by a provider: where they are led back to, who they are there once it has said so, and the id of the
   * invitation that they accept by it.
   */
  @Column({ type: 'jsonb', nullable: true })
  facts: { to: string | null; issuer?: string; subject?: string; joins?: Joining } | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt: Date | null;

  @ManyToOne(() => EventEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'event_id' })
  event?: Relation<EventEntity>;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
}

/** By which way somebody came in. */
export type WayIn = NonNullable<LoginSession['openedBy']>;

@Entity('login_sessions')
@Check(
  'login_sessions_opened_by_known',
  `opened_by IN ('password', 'link', 'invitation', 'passkey', 'provider', 'console')`,
)
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

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;

  /** As the browser named itself when it signed in. */
  @Column({ name: 'user_agent', type: 'text', default: '' })
  userAgent: string;

  /** Opened by two factors: a passkey, or a code besides password or link. */
  @Column({ name: 'is_two_factor', type: 'boolean', default: false })
  isTwoFactor: boolean;

  /** Null for those that were opened before this was noted. */
  @Column({ name: 'opened_by', type: 'text', nullable: true })
  openedBy: WayIn | null;

  /** When somebody last proved here who they are: by signing in, or by a password, passkey or code since. */
  @Column({ name: 'proven_at', type: 'timestamptz', default: () => 'now()' })
  provenAt: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
}
