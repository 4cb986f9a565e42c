import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PostedAnnouncement } from '@kopa/contracts';
import { isSticking, pickText } from '@kopa/domain';
import { AnnouncementCard } from '../../announcements/announcement-card.js';
import { dateLocale } from '../../language/language.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { clockTime, dateInWords } from '../../time/clock-face.js';
import { refusalInWords } from './refusal-words.js';
import { announcedKey, announcedQuery, withdrawAnnouncement } from './remote.js';

interface AnnouncedListProps {
  slug: string;
  index: ProgrammeIndex;
  at: string;
}

/** All that was announced, to whom and to how many, each to be taken down. */
export function AnnouncedList({ slug, index, at }: AnnouncedListProps) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    announcedQuery(slug),
  );
  const announced = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <details className="desk-day announced">
      <summary>{t('announce.list')}</summary>
      {error !== null && (
        <p className="desk-bad" role="alert">
          {t('announce.failed')}{' '}
          <Button variant="default" onClick={() => void refetch()}>
            {t('announce.retry')}
          </Button>
        </p>
      )}
      {data !== undefined && announced.length === 0 && <p className="faint">{t('announce.empty')}</p>}
      {announced.map((one) => (
        <Announced key={one.id} slug={slug} index={index} announced={one} at={at} />
      ))}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('announce.more')}
        </Button>
      )}
    </details>
  );
}

function Announced({ slug, index, announced, at }: AnnouncedListProps & { announced: PostedAnnouncement }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [state, setState] = useState<'standing' | 'sending' | { failed: string }>('standing');
  const { languages, zone } = index.programme.event;
  const time = (instant: string): string => clockTime(instant, zone, dateLocale(i18n.language));
  const takeDown = async (): Promise<void> => {
    setState('sending');
    try {
      await withdrawAnnouncement(slug, announced.id);
      await client.invalidateQueries({ queryKey: announcedKey(slug) });
      setState('standing');
    } catch (problem) {
      setState({ failed: refusalInWords(problem, t) ?? t('announce.undoUnreached') });
    }
  };
  const { audience, kind, until, withdrawnAt, people, postedAt } = announced;
  const standing =
    withdrawnAt !== null
      ? t('announce.taken', { time: time(withdrawnAt) })
      : kind === 'passing'
        ? t('announce.passing')
        : until === null
          ? t('announce.standing')
          : t(isSticking(announced, at) ? 'announce.until' : 'announce.over', { time: time(until) });
  const whom = (): string => {
    if (audience.to === 'all') return t('announce.to.all');
    if (audience.to === 'session') {
      const title = index.sessions.get(audience.session)?.title ?? { [i18n.language]: audience.session };
      return `${t('announce.to.session')}: ${pickText(title, i18n.language, languages).text}`;
    }
    const day = audience.date === null ? null : dateInWords(audience.date, dateLocale(i18n.language), 'short');
    if (audience.to === 'day') return `${t('announce.to.day')}: ${day}`;
    return `${t('announce.to.mode')} ${t(`announce.mode.${audience.mode}`)}${day === null ? '' : `, ${day}`}`;
  };
  return (
    <AnnouncementCard announcement={announced} language={i18n.language} fallbacks={languages}>
      <span>
        {[whom(), t('announce.people', { count: people }), t('announce.at', { time: time(postedAt) }), standing].join(
          ' · ',
        )}
      </span>
      {typeof state === 'object' && (
        <span className="desk-bad" role="alert">
          {state.failed}
        </span>
      )}
      {withdrawnAt === null && (
        <Button variant="default" loading={state === 'sending'} onClick={() => void takeDown()}>
          {t('announce.takeDown')}
        </Button>
      )}
    </AnnouncementCard>
  );
}
