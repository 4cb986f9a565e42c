import { Logger } from '@nestjs/common';
import type { PublishedProgrammes } from './published-programmes.js';

const logger = new Logger('Publishing');

/**
 * Waits until this process serves what was just published, so that the publisher's next read shows it. What is committed
 * is committed: a failure here is logged, not told to the publisher, who would do it again.
 */
export async function awaitShown(published: PublishedProgrammes, eventId: string, seq: number): Promise<void> {
  try {
    if (!(await published.awaitSeq(eventId, seq))) logger.warn({ eventId, seq }, 'published, and not served after 2 s');
  } catch (error) {
    logger.error({ err: error, eventId, seq }, 'published, and not served yet');
  }
}
