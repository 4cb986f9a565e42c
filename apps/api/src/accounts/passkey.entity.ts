import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AccountEntity } from './login.entity.js';

/** A key pair on somebody's device; only its public half is here. */
@Entity('passkeys')
@Check('passkeys_counter', 'counter >= 0')
export class PasskeyEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Index('passkeys_account')
  @Column({ name: 'account_id', type: 'uuid' })
  accountId: string;

  /** As its authenticator names it, base64url. */
  @Index('passkeys_credential', { unique: true })
  @Column({ name: 'credential_id', type: 'text' })
  credentialId: string;

  /** COSE. */
  @Column({ name: 'public_key', type: 'bytea' })
  publicKey: Buffer;

  /** Signatures so far, as its authenticator counts; 0 where it does not. */
  @Column({ type: 'bigint' })
  counter: string;

  @Column({ type: 'text', array: true })
  transports: string[];

  @Column({ type: 'text' })
  name: string;

  @Column({ name: 'is_backed_up', type: 'boolean' })
  isBackedUp: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
}
