import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { dateInWords } from '../../time/clock-face.js';
import { DayDialog } from './day-dialog.js';
import type { Done } from './order.js';
import { onlineDays, onlineDaysKey } from './remote.js';

interface DaySwitchProps {
  slug: string;
  index: ProgrammeIndex;
  at: string;
  finish: (done: Done) => void;
}

/** Switches a whole day to online, and says which ones are and can come back. */
export function DaySwitch({ slug, index, at, finish }: DaySwitchProps) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState<{ back: string | null } | null>(null);
  const { programme } = index;
  // Whatever is switched, here or elsewhere, moves the programme on.
  const { data } = useQuery({
    queryKey: [...onlineDaysKey(slug), programme.seq],
    queryFn: () => onlineDays(slug),
    placeholderData: (before) => before,
  });
  const ahead = programme.days.filter(({ endsAt }) => endsAt > at).map(({ date }) => date);
  const close = (done: Done | null): void => {
    setOpen(null);
    if (done === null) return;
    finish(done);
    void client.invalidateQueries({ queryKey: onlineDaysKey(slug) });
  };
  return (
    <section className="desk-whole">
      {data?.items
        .filter(({ date }) => ahead.includes(date))
        .map(({ date }) => (
          <p key={date} className="desk-online">
            <span>{t('desk.whole.isOnline', { day: dateInWords(date, dateLocale(i18n.language), 'long') })}</span>
            <Button size="md" variant="default" onClick={() => setOpen({ back: date })}>
              {t('desk.whole.back')}
            </Button>
          </p>
        ))}
      <Button size="md" variant="default" onClick={() => setOpen({ back: null })}>
        {t('desk.whole.open')}
      </Button>
      {open !== null && <DayDialog slug={slug} index={index} ahead={ahead} back={open.back} close={close} />}
    </section>
  );
}
