import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Queued, Waitlist } from '@kopa/contracts';
import { AppLink } from '../../shell/app-link.js';
import { useOrganised } from '../organise-context.js';
import { useMomentWords } from '../people/moment-words.js';
import { organiseHref } from '../places.js';
import { ReasonForm } from '../reason-form.js';
import type { DoneForOne } from './done-notice.js';
import { giveOutOfTurn, takeOffList, withdrawOffer } from './remote.js';

type Deed = 'promote' | 'withdraw' | 'remove';

interface QueuedRowProps {
  list: Waitlist;
  one: Queued;
  done: (done: DoneForOne) => void;
}

/** Somebody who is offered a place or waits for one, and what can be done about it. */
export function QueuedRow({ list, one, done }: QueuedRowProps) {
  const { t } = useTranslation();
  const { slug, may } = useOrganised();
  const client = useQueryClient();
  const moment = useMomentWords();
  const [deed, setDeed] = useState<Deed | null>(null);
  const { place, code, position, since, offeredUntil, waitsForDay, atShortNotice } = one;
  const name = one.name ?? t('waitlists.queue.nameless');
  const { capacity, taken } = list;
  const isFree = capacity === null || taken < capacity;
  const deeds: Deed[] =
    code === null || !may('registrations.write')
      ? []
      : [
          ...(one.status === 'offered' ? (['withdraw'] as const) : waitsForDay ? [] : (['promote'] as const)),
          ...(list.scope === 'event' ? [] : (['remove'] as const)),
        ];
  const act = async (reason: string): Promise<void> => {
    if (code === null || deed === null) return;
    const of = { code, place };
    if (deed === 'promote') await giveOutOfTurn(slug, of, { reason, isOver: !isFree });
    else if (deed === 'withdraw') await withdrawOffer(slug, of, reason);
    else await takeOffList(slug, of, reason);
    // A seat knows no reasons, and so no way back.
    const isUndoable = deed === 'promote' && list.scope !== 'seat';
    done({ kind: deed, name, ...(isUndoable ? { undo: of } : {}) });
    await client.invalidateQueries({ queryKey: ['waitlists', slug] });
  };
  const isImpossible = deed === 'promote' && !isFree && list.scope === 'seat';
  const asked = isImpossible ? 'noSeat' : deed === 'promote' && !isFree ? 'promoteOver' : deed;
  return (
    <li className="wait-row">
      <span className="wait-position" aria-hidden={position === null}>
        {position === null ? '' : t('waitlists.queue.position', { position })}
      </span>
      <div className="wait-who">
        {code === null ? (
          <span>{name}</span>
        ) : (
          <AppLink href={organiseHref(slug, `registrations/${encodeURIComponent(code)}`)}>{name}</AppLink>
        )}{' '}
        <span className="faint">
          {offeredUntil === null
            ? t('waitlists.queue.since', { when: moment(since) })
            : t('waitlists.queue.until', { when: moment(offeredUntil) })}
          {waitsForDay && ` · ${t('waitlists.queue.forDay')}`}
          {atShortNotice && ` · ${t('waitlists.queue.atShortNotice')}`}
        </span>
      </div>
      <div className="wait-deeds">
        {deeds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="ag-open"
            aria-expanded={deed === kind}
            onClick={() => setDeed(deed === kind ? null : kind)}
          >
            {t(`waitlists.deed.${kind}`)}
            <span className="visually-hidden"> {name}</span>
          </button>
        ))}
      </div>
      {deed !== null && asked !== null && deeds.includes(deed) && (
        <div className="wait-form">
          {isImpossible ? (
            <p>{t('waitlists.asks.noSeat')}</p>
          ) : (
            <ReasonForm
              key={deed}
              asks={t(`waitlists.asks.${asked}`, { name, interpolation: { escapeValue: false } })}
              hint={t(deed === 'promote' ? 'waitlists.toldLater' : 'waitlists.told')}
              send={t(`waitlists.deed.${deed}`)}
              act={act}
              done={() => setDeed(null)}
            />
          )}
        </div>
      )}
    </li>
  );
}
