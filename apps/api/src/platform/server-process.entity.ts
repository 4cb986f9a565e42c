import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A running server, so that commands can wait until what they published is served. */
@Entity('server_processes')
export class ServerProcessEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** Where other processes reach it. */
  @Column({ type: 'text' })
  url: string;

  @Column({ name: 'seen_at', type: 'timestamptz' })
  seenAt: Date;
}
