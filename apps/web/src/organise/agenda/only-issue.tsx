import { useRouter, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda, DraftSlot } from '@kopa/contracts';
import { placementIssueKinds, type PlacementIssueKind } from '@kopa/domain';
import type { GridSlot } from './columns.js';

/** What alone the page's address wants to see, so that it can be linked to and mended; null: everything. */
export function useOnlyIssue(): [PlacementIssueKind | null, () => void] {
  const router = useRouter();
  const query = useRouterState({ select: ({ location }) => location.searchStr });
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const wanted = new URLSearchParams(query).get('issue');
  const only = placementIssueKinds.find((kind) => kind === wanted) ?? null;
  return [only, () => router.history.replace(pathname)];
}

/** Says that only some slots are shown, and shows all again. */
export function OnlyIssue({ only, showAll }: { only: PlacementIssueKind; showAll: () => void }) {
  const { t } = useTranslation();
  return (
    <p className="ag-only">
      <span role="status">{t('organise.agenda.only', { what: t(`organise.agenda.issueKind.${only}`) })}</span>
      <button type="button" className="link-button" onClick={showAll}>
        {t('organise.agenda.onlyAll')}
      </button>
    </p>
  );
}

/** Slots in order of time, of the sessions that are meant and in rooms that are shown. */
export function slotsOn(
  { sessions }: DraftAgenda,
  meant: ReadonlySet<string> | null,
  hiddenRooms: readonly string[],
  isShown: (slot: DraftSlot) => boolean,
): GridSlot[] {
  return sessions
    .filter(({ id }) => meant === null || meant.has(id))
    .flatMap((session) => session.slots.map((slot) => ({ session, slot })))
    .filter(({ slot }) => {
      const inRooms = [slot.roomId, slot.onlineRoomId].filter((id) => id !== null);
      return isShown(slot) && (inRooms.length === 0 || inRooms.some((id) => !hiddenRooms.includes(id)));
    })
    .sort((a, b) => (a.slot.startsAt < b.slot.startsAt ? -1 : a.slot.startsAt > b.slot.startsAt ? 1 : 0));
}
