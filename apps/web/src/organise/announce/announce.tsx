import './words.js';
import '../../styles/announcements.css';
import '../../styles/organise-announce.css';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PostedAnnouncement } from '@kopa/contracts';
import { dayOf, nowAndNext } from '@kopa/domain';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { AnnounceDialog } from './announce-dialog.js';
import { AnnouncedList } from './announced-list.js';
import { announcedKey } from './remote.js';
import { SaidBar } from './said-bar.js';

interface AnnounceProps {
  slug: string;
  index: ProgrammeIndex;
  at: string;
}

/** Announcements at the live desk: saying something, taking it back, and all that was said. */
export function Announce({ slug, index, at }: AnnounceProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [posted, setPosted] = useState<PostedAnnouncement | null>(null);
  const { programme } = index;
  const { zone, dayChangeHour, firstDay } = programme.event;
  const renew = (): void => void client.invalidateQueries({ queryKey: announcedKey(slug) });
  const date = dayOf(at, zone, dayChangeHour);
  const today = programme.days.some((day) => day.date === date) ? date : (programme.days[0]?.date ?? firstDay);
  const [first] = nowAndNext(programme, at).flatMap(({ now, next }) => [...now, ...(next === null ? [] : [next])]);
  const current = first?.session ?? index.entries[0]?.session.code ?? '';
  return (
    <section className="announce-place">
      <Button size="md" variant="default" onClick={() => setOpen(true)}>
        {t('announce.open')}
      </Button>
      {posted !== null && <SaidBar key={posted.id} slug={slug} posted={posted} changed={renew} />}
      <AnnouncedList slug={slug} index={index} at={at} />
      {isOpen && (
        <AnnounceDialog
          slug={slug}
          index={index}
          today={today}
          current={current}
          close={(said) => {
            setOpen(false);
            if (said === null) return;
            setPosted(said);
            renew();
          }}
        />
      )}
    </section>
  );
}
