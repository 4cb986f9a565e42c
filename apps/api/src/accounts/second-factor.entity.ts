import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AccountEntity } from './login.entity.js';

/** What an account's authenticator app knows; it counts once a code has confirmed it. */
@Entity('second_factors')
@Check('second_factors_step', 'last_step >= 0')
export class SecondFactorEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId: string;

  /** Encrypted, see `sealed.ts`. */
  @Column({ type: 'bytea' })
  secret: Buffer;

  @Column({ name: 'confirmed_at', type: 'timestamptz', nullable: true })
  confirmedAt: Date | null;

  /** The step of the newest code that was taken: no code counts twice (RFC 6238 section 5.2). */
  @Column({ name: 'last_step', type: 'bigint', default: 0 })
  lastStep: string;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
}

/** For whoever lost their device: each opens once. */
@Entity('recovery_codes')
export class RecoveryCodeEntity {
  /** SHA-256 of account and code, hexadecimal. */
  @PrimaryColumn('text')
  hash: string;

  @Index('recovery_codes_account')
  @Column({ name: 'account_id', type: 'uuid' })
  accountId: string;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt: Date | null;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
}
