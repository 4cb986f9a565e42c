import type { Timed } from './bands.js';

/** Which of how many lanes beside each other, so that what overlaps in a room can be seen. */
export interface Lane {
  lane: number;
  of: number;
}

/** Lanes of a room's slots, which are in order of their start. */
export function lanesOf(slots: readonly (Timed & { id: string })[]): Map<string, Lane> {
  const lanes = new Map<string, Lane>();
  let cluster: string[] = [];
  let ends: string[] = [];
  let until = '';
  const close = (): void => {
    for (const id of cluster) lanes.set(id, { lane: lanes.get(id)?.lane ?? 0, of: ends.length });
    cluster = [];
    ends = [];
  };
  for (const { id, startsAt, endsAt } of slots) {
    if (startsAt >= until) close();
    const free = ends.findIndex((end) => end <= startsAt);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = endsAt;
    until = until > endsAt ? until : endsAt;
    cluster.push(id);
    lanes.set(id, { lane, of: 1 });
  }
  close();
  return lanes;
}
