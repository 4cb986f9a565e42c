import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DraftAgenda, DraftOutline } from '@kopa/contracts';
import { invertSessionEdits, isEqual, planBulkEdit, type BulkEdit, type SessionEdit } from '@kopa/domain';
import { Refused } from '../../shell/call.js';
import { agendaKey, editSessions } from './remote.js';
import { labelsAt } from '../refusals/field-names.js';
import { refusalInWords } from '../refusals/in-words.js';

const labels = labelsAt('sessions.field');

export type BulkOutcome =
  | { state: 'idle' | 'busy' | 'unreachable' | 'contested' }
  | { state: 'done' | 'undone'; count: number; left: number }
  | { state: 'refused'; detail: string };

/** Edits of several sessions, each whole or not at all, and taken back as one. */
export function useBulk(slug: string) {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<BulkOutcome>({ state: 'idle' });
  const [steps, setSteps] = useState<readonly (readonly SessionEdit[])[]>([]);

  const known = (): Map<string, DraftOutline> =>
    new Map(client.getQueryData<DraftAgenda>(agendaKey(slug))?.sessions.map((session) => [session.id, session]));
  const show = (sessions: readonly DraftOutline[]): void => {
    const fresh = new Map(sessions.map((session) => [session.id, session]));
    client.setQueryData<DraftAgenda>(agendaKey(slug), (agenda) =>
      agenda === undefined
        ? agenda
        : {
            ...agenda,
            sessions: agenda.sessions.map((one) => {
              const next = fresh.get(one.id);
              return next !== undefined && next.version >= one.version ? next : one;
            }),
          },
    );
  };
  /** Sends what is planned of the newest state; once more when that was not the newest. */
  const send = async (plan: () => readonly SessionEdit[], isLast = false): Promise<readonly SessionEdit[]> => {
    const edits = plan();
    if (edits.length === 0) return edits;
    const sessions = known();
    try {
      const answer = await editSessions(slug, {
        edits: edits.map(({ session, after }) => ({
          session,
          seen: sessions.get(session)?.version ?? 1,
          patch: after,
        })),
      });
      show(answer.sessions);
      return edits;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 412 || isLast) throw error;
      show((error.problem['current'] ?? []) as DraftOutline[]);
      return send(plan, true);
    }
  };
  const work = async (deed: () => Promise<BulkOutcome>): Promise<void> => {
    setOutcome({ state: 'busy' });
    try {
      setOutcome(await deed());
    } catch (error) {
      if (!(error instanceof Refused)) setOutcome({ state: 'unreachable' });
      else if (error.status === 412) setOutcome({ state: 'contested' });
      else setOutcome({ state: 'refused', detail: refusalInWords(error, labels) });
    }
  };
  const apply = (ids: ReadonlySet<string>, edit: BulkEdit): Promise<void> =>
    work(async () => {
      const step = await send(() =>
        planBulkEdit(
          [...known().values()].filter(({ id }) => ids.has(id)),
          edit,
        ),
      );
      if (step.length > 0) setSteps((before) => [...before, step]);
      return { state: 'done', count: step.length, left: 0 };
    });
  const undo = (): Promise<void> =>
    work(async () => {
      const last = steps.at(-1) ?? [];
      const back = invertSessionEdits(last);
      // What others set since stays as they set it.
      const untouched = (): SessionEdit[] => {
        const sessions = known();
        return back.filter(({ session, before }) => {
          const now = sessions.get(session);
          return (
            now !== undefined &&
            Object.entries(before).every(([key, value]) => isEqual(now[key as keyof DraftOutline], value))
          );
        });
      };
      const done = await send(untouched);
      setSteps((before) => before.slice(0, -1));
      return { state: 'undone', count: done.length, left: back.length - done.length };
    });
  return { outcome, apply, undo: steps.length > 0 ? undo : null };
}
