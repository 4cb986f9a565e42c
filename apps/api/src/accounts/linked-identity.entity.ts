import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AccountEntity } from './login.entity.js';

/**
 * Who an account is at an OpenID Connect provider. Only issuer and subject together name somebody for good; an address may
 * be given to another person (OpenID Connect Core 1.0, section 5.7).
 */
@Entity('linked_identities')
@Index('linked_identities_account', ['accountId', 'issuer'], { unique: true })
export class LinkedIdentityEntity {
  @PrimaryColumn('text')
  issuer: string;

  @PrimaryColumn('text')
  subject: string;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId: string;

  @Column({ name: 'linked_at', type: 'timestamptz' })
  linkedAt: Date;

  @ManyToOne(() => AccountEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account?: Relation<AccountEntity>;
}
