import type { ReactNode } from 'react';
import type { Announcement } from '@kopa/domain';
import { TextIn } from '../language/local-text.js';

interface AnnouncementCardProps {
  announcement: Pick<Announcement, 'texts' | 'kind'>;
  language: string;
  fallbacks: readonly string[];
  /** To whom, when, and what can be done with it. */
  children?: ReactNode;
}

/** One announcement, as its readers see it in a language. */
export function AnnouncementCard({ announcement, language, fallbacks, children }: AnnouncementCardProps) {
  return (
    <div className="announcement" data-kind={announcement.kind}>
      <p className="announcement-text">
        <TextIn texts={announcement.texts} fallbacks={fallbacks} language={language} />
      </p>
      {children !== undefined && <p className="announcement-foot">{children}</p>}
    </div>
  );
}
