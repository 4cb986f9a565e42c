import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { AttendanceMarkAnswer, DoorPerson, DoorWalkInAnswer } from '@kopa/contracts';
import type { MarkState } from '@kopa/domain';
import { newKey } from '../../registration/new-key.js';
import { doorKey, doorQuery, type HeldList } from './kept-lists.js';
import { arrivalPath } from './remote.js';
import { useWaiting, waitingOf } from './use-waiting.js';
import type { DoorWalkInInput } from '@kopa/contracts';

/** Something that was just done and that the server has. */
export interface DoneHere {
  key: string;
  name: string;
  code: string;
  state: MarkState;
  walkIn: { over: boolean; arrived: boolean } | null;
}

interface Marked {
  state: MarkState;
  at: string;
}

/** A day's door: who may come, what was done here, and the ways to do it. */
export function useDoor(slug: string, day: string) {
  const client = useQueryClient();
  const { data: held, error, refetch } = useQuery(doorQuery(slug, day));
  const { list: waiting } = useWaiting(slug);
  const [done, setDone] = useState<readonly DoneHere[]>([]);
  useEffect(
    () =>
      waitingOf(slug).onSent(({ key, what }, answer) => {
        if (what.kind === 'boarding') return;
        if (what.kind === 'walk-in') {
          const { name, code, over, arrivedAt } = answer as DoorWalkInAnswer;
          const walkIn = { over: over.length > 0, arrived: arrivedAt !== null };
          setDone((last) => [{ key, name, code, state: 'present' as const, walkIn }, ...last].slice(0, 5));
          void client.invalidateQueries({ queryKey: ['door', slug] });
          return;
        }
        const { name, code, state, at, presentAt } = answer as AttendanceMarkAnswer;
        setDone((last) => [{ key, name, code, state, walkIn: null }, ...last].slice(0, 5));
        client.setQueryData<HeldList<{ people: DoorPerson[]; keepUntil: string }>>(
          doorKey(slug, what.day),
          (old) =>
            old && {
              ...old,
              list: {
                ...old.list,
                people: old.list.people.map((one) =>
                  one.code === code
                    ? { ...one, presentAt, markedAt: at, status: state === 'present' ? 'confirmed' : one.status }
                    : one,
                ),
              },
            },
        );
      }),
    [client, slug],
  );
  const marks = useMemo(() => {
    const found = new Map<string, Marked>();
    for (const { what, at, refused } of waiting)
      if (what.kind === 'arrival' && what.day === day && refused === null)
        found.set(what.code, { state: what.state, at });
    return found;
  }, [waiting, day]);
  const mark = ({ code, name }: { code: string; name: string }, state: MarkState): void => {
    const at = new Date().toISOString();
    void waitingOf(slug).add({
      key: newKey(),
      method: 'PUT',
      path: arrivalPath(day, code),
      body: { state, at },
      at,
      what: { kind: 'arrival', day, code, name, state },
    });
  };
  const walkIn = (order: DoorWalkInInput): void => {
    void waitingOf(slug).add({
      key: newKey(),
      method: 'POST',
      path: '/door/walk-ins',
      body: order,
      at: order.at,
      what: { kind: 'walk-in', name: order.name },
    });
  };
  return { held, error, refetch, marks, done, mark, walkIn };
}
