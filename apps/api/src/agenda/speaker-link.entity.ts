import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a speaker's link was given anew: those before this version open nothing any more. */
@Entity('speaker_links')
export class SpeakerLinkEntity {
  @PrimaryColumn({ name: 'event_id', type: 'uuid' })
  eventId: string;

  /** The speaker's code. */
  @PrimaryColumn('text')
  speaker: string;

  @Column({ type: 'integer', default: 1 })
  version: number;
}
