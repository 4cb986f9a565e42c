import '../../organise/desk/words.js';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Announce } from '../../organise/announce/announce.js';
import { Board } from '../../organise/desk/board.js';
import { DaySwitch } from '../../organise/desk/day-switch.js';
import { DoneBar } from '../../organise/desk/done-bar.js';
import { OrderDialog } from '../../organise/desk/order-dialog.js';
import { placedIn, type Done } from '../../organise/desk/order.js';
import { useLiveProgramme } from '../../organise/desk/use-live-programme.js';
import { SheetsOfDays } from '../../organise/door/sheets-of-days.js';
import { useOrganised } from '../../organise/organise-context.js';
import { ConnectionBar, LiveMark } from '../../programme/connection-bar.js';
import { indexProgramme } from '../../programme/entries.js';
import { AnswerError } from '../../programme/remote.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { useNow } from '../../time/use-now.js';

/** The live desk: what is on and next in each room, and every change on the day, seen beforehand and undone after. */
export function DeskPage() {
  const { t } = useTranslation();
  const { may } = useOrganised();
  usePageTitle(t('desk.title'));
  if (may('live.change')) return <Desk />;
  return <Notice level={1} title={t('desk.stranger')} hint={t('desk.strangerHint')} />;
}

function Desk() {
  const { t, i18n } = useTranslation();
  const { slug, may } = useOrganised();
  const { held, error, refetch, connection } = useLiveProgramme(slug);
  const now = useNow();
  const [chosen, setChosen] = useState<string | null>(null);
  const [done, setDone] = useState<{ what: Done; count: number } | null>(null);
  const programme = held?.programme;
  const index = useMemo(
    () => (programme === undefined ? null : indexProgramme(programme, i18n.language)),
    [programme, i18n.language],
  );
  if (held === undefined || index === null) {
    if (error === null) return <Loading />;
    return error instanceof AnswerError && error.status === 404 ? (
      <Notice level={1} title={t('desk.unpublished')} hint={t('desk.unpublishedHint')} />
    ) : (
      <LoadFailed retry={refetch} />
    );
  }
  const placed = chosen === null ? null : placedIn(index.programme, chosen);
  const close = (what: Done | null): void => {
    setChosen(null);
    if (what !== null) setDone((last) => ({ what, count: (last?.count ?? 0) + 1 }));
  };
  return (
    <div className="desk">
      <ConnectionBar connection={connection} confirmedAt={held.confirmedAt} zone={index.programme.event.zone} />
      <div className="page-head">
        <h1 tabIndex={-1}>{t('desk.title')}</h1>
        <LiveMark connection={connection} />
      </div>
      <p className="faint">{t('desk.lead')}</p>
      {done !== null && <DoneBar key={done.count} slug={slug} done={done.what} />}
      <Announce slug={slug} index={index} at={new Date(now).toISOString()} />
      <DaySwitch
        slug={slug}
        index={index}
        at={new Date(now).toISOString()}
        finish={(what) => setDone((last) => ({ what, count: (last?.count ?? 0) + 1 }))}
      />
      <Board slug={slug} index={index} at={new Date(now).toISOString()} choose={setChosen} />
      {may('attendance.read') && <SheetsOfDays slug={slug} programme={index.programme} now={now} />}
      {placed !== null && <OrderDialog key={chosen} slug={slug} placed={placed} index={index} close={close} />}
    </div>
  );
}
