import { useRef, useState } from 'react';
import type { Booking } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { FallbackOffer, fallbackOrder } from './fallback-offer.js';
import { newKey } from './new-key.js';
import { ProblemNotice } from './problem.js';
import { bookPlace } from './remote.js';

interface SentFallbackProps {
  /** What one waits for, with what may be taken meanwhile. */
  booking: Booking;
  hasTelephone: boolean;
  /** Not given where the registration is somebody else's. */
  taken: ((instead: Booking) => void) | undefined;
}

/** The fallback of what was just registered. */
export function SentFallback({ booking: { id, fallback }, hasTelephone, taken }: SentFallbackProps) {
  const { slug } = useEvent();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  /** The same for each attempt: an answer may be lost. */
  const key = useRef<string | null>(null);
  if (fallback === undefined) return null;
  const take = async (done: (instead: Booking) => void): Promise<void> => {
    if (isBusy) return;
    key.current ??= newKey();
    setBusy(true);
    setFailure(null);
    try {
      done(await bookPlace(slug, fallbackOrder(id, fallback, hasTelephone), key.current));
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <>
      <FallbackOffer
        fallback={fallback}
        isBusy={isBusy}
        take={taken === undefined ? undefined : () => void take(taken)}
      />
      {failure !== null && <ProblemNotice error={failure} />}
    </>
  );
}
