import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is kept of a speaker's link: those before this version open nothing any more. */
@Entity('speaker_links')
export class SpeakerLinkEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** The speaker's code. */
  @PrimaryColumn('text')
  speaker: string;

  @Column({ type: 'integer', default: 1 })
  version: number;

  /** Of the browser in which it was opened last: in which language and zone the speaker is written to. */
  @Column({ type: 'text', nullable: true })
  locale: string | null;

  @Column({ type: 'text', nullable: true })
  timezone: string | null;
}
