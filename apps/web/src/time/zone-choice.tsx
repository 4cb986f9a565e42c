import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { instantToLocal } from '@kopa/domain';

/** Whose clock the times are shown by. */
export type ZoneChoice = 'event' | 'mine';

interface Zones {
  choice: ZoneChoice;
  choose: (choice: ZoneChoice) => void;
  /** The zone that times are shown in. */
  shown: string;
  /** The other of the two; null when both clocks show the same. */
  other: string | null;
  event: string;
  mine: string;
}

const ZoneContext = createContext<Zones | null>(null);
const storageKey = 'kopa-zone';

function remembered(): ZoneChoice {
  try {
    return localStorage.getItem(storageKey) === 'mine' ? 'mine' : 'event';
  } catch {
    return 'event';
  }
}

/** Lets everything inside show times of `eventZone` or the reader's own; `at` decides whether the clocks agree. */
export function ZoneProvider({ eventZone, at, children }: { eventZone: string; at: string; children: ReactNode }) {
  const [choice, setChoice] = useState(remembered);
  const zones = useMemo<Zones>(() => {
    const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const isSame = instantToLocal(at, mine) === instantToLocal(at, eventZone);
    const held = isSame ? 'event' : choice;
    return {
      choice: held,
      choose: (next) => {
        try {
          localStorage.setItem(storageKey, next);
        } catch {
          // Not remembered, but it holds for this visit.
        }
        setChoice(next);
      },
      shown: held === 'mine' ? mine : eventZone,
      other: isSame ? null : held === 'mine' ? eventZone : mine,
      event: eventZone,
      mine,
    };
  }, [choice, eventZone, at]);
  return <ZoneContext value={zones}>{children}</ZoneContext>;
}

/** The zones in force; only inside an event's pages. */
export function useZones(): Zones {
  const zones = use(ZoneContext);
  if (zones === null) throw new Error('There is no event around this');
  return zones;
}
