import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import type { DraftAgenda } from '@kopa/contracts';
import { pickText, type Stand } from '@kopa/domain';
import { clockRange, dateInWords, localDate } from '../../time/clock-face.js';
import { Dialog } from '../dialog.js';
import type { Contest } from './draft-state.js';

interface ContestDialogProps {
  agenda: DraftAgenda;
  contests: readonly Contest[];
  settle: (whose: 'mine' | 'theirs') => void;
}

/** Two moved the same slot otherwise at the same time: nothing is lost, and one says what holds. */
export function ContestDialog({ agenda, contests, settle }: ContestDialogProps) {
  const { t, i18n } = useTranslation();
  const { zone, languages } = agenda.event;
  const rooms = new Map(agenda.rooms.map(({ id, name }) => [id, pickText(name, i18n.language, languages).text]));
  const where = (stand: Stand | null): string =>
    stand === null
      ? t('organise.agenda.contest.nowhere')
      : [
          dateInWords(localDate(stand.startsAt, zone), dateLocale(i18n.language), 'short'),
          clockRange(stand.startsAt, stand.endsAt, zone, i18n.language),
          ...[stand.roomId, stand.onlineRoomId].flatMap((id) => (id === null ? [] : [rooms.get(id) ?? ''])),
        ].join(', ');
  return (
    <Dialog title={t('organise.agenda.contest.title')} close={() => settle('theirs')}>
      <p>{t('organise.agenda.contest.lead')}</p>
      {contests.map(({ slot, session, after, theirs }) => {
        const title = agenda.sessions.find(({ id }) => id === session)?.title ?? {};
        return (
          <dl key={slot} className="ag-contest">
            <dt>{pickText(title, i18n.language, languages).text}</dt>
            <dd>
              <b>{t('organise.agenda.contest.mine')}</b> {where(after)}
            </dd>
            <dd>
              <b>{t('organise.agenda.contest.theirs')}</b> {where(theirs)}
            </dd>
          </dl>
        );
      })}
      <div className="org-deeds">
        <button type="button" className="link-button strong" onClick={() => settle('theirs')}>
          {t('organise.agenda.contest.keepTheirs')}
        </button>
        <button type="button" className="link-button" onClick={() => settle('mine')}>
          {t('organise.agenda.contest.keepMine')}
        </button>
      </div>
    </Dialog>
  );
}
