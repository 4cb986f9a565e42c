import '../../organise/agenda/words.js';
import '../../organise/sessions/words.js';
import '../../styles/organise-import.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { collatorOf } from '../../language/language.js';
import { NewSession } from '../../organise/agenda/new-session.js';
import { useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { BulkBar } from '../../organise/sessions/bulk-bar.js';
import { DeletedNotice } from '../../organise/sessions/deleted-notice.js';
import { useFollowedDraft } from '../../organise/sessions/follow-draft.js';
import { agendaQuery } from '../../organise/sessions/remote.js';
import {
  listedOf,
  readSessionSearch,
  searchSessions,
  type SessionSearch,
} from '../../organise/sessions/session-filters.js';
import { SessionRow } from '../../organise/sessions/session-row.js';
import { SessionsFilters } from '../../organise/sessions/sessions-filters.js';
import { useBulk } from '../../organise/sessions/use-bulk.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

const route = getRouteApi('/organise/$slug/sessions');

/** All sessions of the draft: searched, filtered, and edited several at once. */
export function SessionsPage() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  usePageTitle(t('sessions.title'));
  const { data: agenda, error, refetch } = useQuery(agendaQuery(slug));
  useFollowedDraft(slug, agenda);
  if (agenda === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  return <SessionsList slug={slug} agenda={agenda} />;
}

function SessionsList({ slug, agenda }: { slug: string; agenda: DraftAgenda }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { may } = useOrganised();
  const router = useRouter();
  const address = route.useSearch();
  const wanted = useMemo(() => readSessionSearch(address), [address]);
  const navigate = route.useNavigate();
  const [isMaking, setMaking] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const bulk = useBulk(slug);
  const search = useCallback(
    (next: SessionSearch) =>
      void navigate({
        search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const asked = useDeferredValue(wanted);
  const all = useMemo(() => listedOf(agenda, language), [agenda, language]);
  const found = useMemo(() => searchSessions(all, asked, agenda, collatorOf(language)), [all, asked, agenda, language]);
  const shown = useRef(found);
  useEffect(() => {
    shown.current = found;
  }, [found]);
  const text = (texts: Record<string, string>): string => pickText(texts, language, agenda.event.languages).text;
  const tracks = useMemo(
    () => new Map(agenda.tracks.map(({ id, name }) => [id, pickText(name, language, agenda.event.languages).text])),
    [agenda.tracks, agenda.event.languages, language],
  );
  const rooms = new Map(agenda.rooms.map(({ id, name }) => [id, text(name)]));
  const choose = useCallback((id: string, isRange: boolean): void => {
    const ids = shown.current.map(({ session }) => session.id);
    const [from = -1, to = -1] = [ids.indexOf(last.current ?? id), ids.indexOf(id)].sort((a, b) => a - b);
    const range = isRange && from >= 0 ? ids.slice(from, to + 1) : [id];
    setChosen((before) => {
      const next = new Set(before);
      const isOn = !before.has(id);
      for (const one of range)
        if (isOn) next.add(one);
        else next.delete(one);
      return next;
    });
    last.current = id;
  }, []);
  const mayWrite = may('draft.write');
  const isAll = found.length > 0 && found.every(({ session }) => chosen.has(session.id));
  return (
    <div className="org-narrow set ses">
      <div className="ses-head">
        <h1 tabIndex={-1}>{t('sessions.title')}</h1>
        {mayWrite && (
          <div className="imp-row">
            <AppLink className="link-button" href={organiseHref(slug, 'import')}>
              {t('sessions.import')}
            </AppLink>
            <button type="button" className="link-button strong" onClick={() => setMaking(true)}>
              {t('sessions.new')}
            </button>
          </div>
        )}
      </div>
      <DeletedNotice slug={slug} of="session" />
      <SessionsFilters agenda={agenda} wanted={wanted} search={search} />
      {mayWrite && (
        <BulkBar
          agenda={agenda}
          count={chosen.size}
          outcome={bulk.outcome}
          apply={(edit) => void bulk.apply(chosen, edit)}
          undo={bulk.undo === null ? null : () => void bulk.undo?.()}
          clear={() => setChosen(new Set())}
        />
      )}
      {agenda.sessions.length === 0 ? (
        <Notice title={t('sessions.empty')} hint={t('sessions.emptyHint')} />
      ) : (
        <>
          <div className="ses-count">
            {mayWrite && (
              <label className="ses-choose">
                <input
                  type="checkbox"
                  checked={isAll}
                  onChange={() =>
                    setChosen(isAll ? new Set() : new Set([...chosen, ...found.map(({ session }) => session.id)]))
                  }
                />
                {t('sessions.bulk.chooseAll')}
              </label>
            )}
            <span role="status" className="faint">
              {t('sessions.found', { count: found.length, of: agenda.sessions.length })}
            </span>
          </div>
          {found.length === 0 && <Notice title={t('sessions.nothing')} hint={t('sessions.nothingHint')} />}
          <ul className="ses-list">
            {found.map((listed) => (
              <SessionRow
                key={listed.session.id}
                listed={listed}
                event={agenda.event}
                track={tracks.get(listed.session.trackId ?? '') ?? ''}
                rooms={[listed.session.slots[0]?.roomId, listed.session.slots[0]?.onlineRoomId]
                  .flatMap((room) => rooms.get(room ?? '') ?? [])
                  .map((room) => ` · ${room}`)
                  .join('')}
                href={organiseHref(slug, `sessions/${listed.session.code}`)}
                isChosen={chosen.has(listed.session.id)}
                choose={mayWrite ? choose : null}
              />
            ))}
          </ul>
        </>
      )}
      {isMaking && (
        <NewSession
          slug={slug}
          agenda={agenda}
          created={({ code }) => router.history.push(organiseHref(slug, `sessions/${code}`))}
          close={() => setMaking(false)}
        />
      )}
    </div>
  );
}
