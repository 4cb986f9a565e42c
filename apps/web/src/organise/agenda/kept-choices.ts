import { useState } from 'react';

/** How somebody likes to look at the agenda of an event, kept in this browser. */
export interface AgendaChoices {
  /** null: all days. */
  date: string | null;
  pixelsPerMinute: number;
  view: 'grid' | 'list';
  hiddenRooms: readonly string[];
  /** Tracks that are meant; none: all. */
  tracks: readonly string[];
}

export const zooms = [0.8, 1.1, 1.6, 2.4, 3.6] as const;

export function useAgendaChoices(
  slug: string,
  first: string | null,
): [AgendaChoices, (change: Partial<AgendaChoices>) => void] {
  const key = `kopa-agenda-${slug}`;
  const [choices, setChoices] = useState<AgendaChoices>(() => {
    const usual: AgendaChoices = { date: first, pixelsPerMinute: 1.6, view: 'grid', hiddenRooms: [], tracks: [] };
    try {
      return { ...usual, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<AgendaChoices>) };
    } catch {
      return usual;
    }
  });
  return [
    choices,
    (change) => {
      const next = { ...choices, ...change };
      setChoices(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // It holds for this visit.
      }
    },
  ];
}
