import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReleaseFacts } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { Loading, LoadFailed } from '../../shell/notices.js';
import { clockTime, dateInWords, localDate } from '../../time/clock-face.js';
import { useOrganised } from '../organise-context.js';
import { DiffLines } from './diff-lines.js';
import { draftDiffKey } from './next-release.js';
import { fetchReleaseDiff, fetchReleases, restoreDraft } from './remote.js';

/** What was released, the newest first: what each changed, against any other, and the way back to it. */
export function History({ rooms }: { rooms: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  /** The draft that a way back replaced, and how it went. */
  const [restored, setRestored] = useState<{ number: number; kept: string } | 'undone' | 'failed' | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['releases', slug],
    queryFn: ({ pageParam }) => fetchReleases(slug, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchOnMount: 'always',
  });
  if (data === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  const releases = data.pages.flatMap(({ items }) => items);
  const restore = async (body: Parameters<typeof restoreDraft>[1]): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    try {
      const { kept } = await restoreDraft(slug, body);
      setRestored('release' in body ? { number: body.release, kept } : 'undone');
      await client.invalidateQueries({ queryKey: draftDiffKey(slug) });
    } catch {
      setRestored('failed');
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="panel">
      <h2>{t('organise.releases.history')}</h2>
      <p role="status" className={restored === 'failed' ? 'org-fault' : 'rel-done'} hidden={restored === null}>
        {restored === 'failed' && t('organise.releases.unreachable')}
        {restored === 'undone' && t('organise.releases.undone')}
        {restored !== null && typeof restored === 'object' && (
          <>
            {t('organise.releases.restored', { number: restored.number })}{' '}
            <button
              type="button"
              className="link-button"
              aria-disabled={isBusy}
              onClick={() => void restore({ kept: restored.kept })}
            >
              {t('organise.releases.undo')}
            </button>
          </>
        )}
      </p>
      {releases.length === 0 ? (
        <p className="faint">{t('organise.releases.none')}</p>
      ) : (
        <ol className="rel-history">
          {releases.map((release) => (
            <PastRelease
              key={release.number}
              release={release}
              rooms={rooms}
              newest={releases[0]?.number ?? 0}
              restore={() => void restore({ release: release.number })}
            />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <button type="button" className="link-button" onClick={() => void fetchNextPage()}>
          {t('organise.releases.more')}
        </button>
      )}
    </section>
  );
}

interface PastReleaseProps {
  release: ReleaseFacts;
  rooms: ReadonlyMap<string, string>;
  newest: number;
  restore: () => void;
}

function PastRelease({ release, rooms, newest, restore }: PastReleaseProps) {
  const { t, i18n } = useTranslation();
  const { slug, zone, languages, may } = useOrganised();
  const { number, name, message, publishedAt } = release;
  const [isOpen, setOpen] = useState(false);
  const [since, setSince] = useState(number - 1);
  const { data, error, refetch } = useQuery({
    queryKey: ['release-diff', slug, number, since],
    queryFn: () => fetchReleaseDiff(slug, number, since),
    enabled: isOpen,
  });
  const locale = dateLocale(i18n.language);
  const others = Array.from({ length: newest + 1 }, (_, one) => one).filter((one) => one !== number);
  return (
    <li>
      <h3>
        {number} · {name}
      </h3>
      <p className="faint">
        {dateInWords(localDate(publishedAt, zone), locale, 'full')} {clockTime(publishedAt, zone, locale)}
      </p>
      {message !== '' && <p className="rel-message">{message}</p>}
      <div className="org-deeds">
        <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('organise.releases.whatChanged')}
          <span className="visually-hidden">: {number}</span>
        </button>
        {may('draft.write') && (
          <button type="button" className="link-button" onClick={restore}>
            {t('organise.releases.restore')}
            <span className="visually-hidden">: {number}</span>
          </button>
        )}
      </div>
      {isOpen && (
        <div className="rel-compare">
          <label className="org-field">
            {t('organise.releases.since')}
            <select className="org-input" value={since} onChange={(event) => setSince(Number(event.target.value))}>
              {others.map((one) => (
                <option key={one} value={one}>
                  {one === 0
                    ? t('organise.releases.sinceNothing')
                    : t('organise.releases.sinceNumber', { number: one })}
                </option>
              ))}
            </select>
          </label>
          {data === undefined ? (
            error === null ? (
              <Loading />
            ) : (
              <LoadFailed retry={() => void refetch()} />
            )
          ) : data.empty ? (
            <p className="faint">{t('organise.releases.same')}</p>
          ) : (
            <DiffLines diff={data} zone={zone} languages={languages} rooms={rooms} />
          )}
        </div>
      )}
    </li>
  );
}
