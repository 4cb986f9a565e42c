import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Waitlist } from '@kopa/contracts';
import { ModeBadge } from '../../programme/mode-badge.js';
import { AppLink } from '../../shell/app-link.js';
import { useOrganised } from '../organise-context.js';
import { useMomentWords } from '../people/moment-words.js';
import { organiseHref } from '../places.js';
import { CapacityForm } from './capacity-form.js';
import type { Done } from './done-notice.js';
import { PlacesPicture } from './places-picture.js';
import { QueueList } from './queue-list.js';
import { usePoolWords } from './use-pool-words.js';

interface PoolCardProps {
  list: Waitlist;
  /** Whether who waits is shown without being asked for. */
  isOpenFirst: boolean;
  done: (done: Done) => void;
}

/** Places of one mode: how full they are, how many there are to be, and who waits. */
export function PoolCard({ list, isOpenFirst, done }: PoolCardProps) {
  const { t } = useTranslation();
  const { slug, may } = useOrganised();
  const client = useQueryClient();
  const moment = useMomentWords();
  const id = useId();
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const what = usePoolWords()(list);
  const { scope, key, mode, startsAt } = list;
  const isSession = scope === 'session' || scope === 'seat';
  const isShown = isOpen ?? isOpenFirst;
  return (
    <li className="people-card wait-card" aria-labelledby={id}>
      <div className="people-head">
        <h2 id={id}>
          {isSession && may('draft.read') ? (
            <AppLink href={organiseHref(slug, `sessions/${encodeURIComponent(key)}`)}>{what}</AppLink>
          ) : (
            what
          )}
        </h2>
        <ModeBadge mode={mode} t={t} />
        {isSession && startsAt !== null && <span className="faint">{moment(startsAt)}</span>}
      </div>
      <PlacesPicture list={list} />
      {may('places.write') && (
        <CapacityForm
          list={list}
          what={what}
          done={(answer, before) => {
            done({ kind: 'capacity', what, before, answer });
            void client.invalidateQueries({ queryKey: ['waitlists', slug] });
          }}
        />
      )}
      <p>
        <button
          type="button"
          className="ag-open"
          aria-expanded={isShown}
          aria-controls={`${id}-queue`}
          onClick={() => setOpen(!isShown)}
        >
          {t('waitlists.queue.show')}
          <span className="visually-hidden">: {what}</span>
        </button>
      </p>
      <div id={`${id}-queue`}>{isShown && <QueueList list={list} what={what} done={done} />}</div>
    </li>
  );
}
