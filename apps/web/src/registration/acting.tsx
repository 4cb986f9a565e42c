import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { agendaKey, ownKey } from '../programme/live-keys.js';
import { Refused } from '../shell/call.js';

/** What is told after an action, and what can be done about it. */
export interface Told {
  text: string;
  action?: { label: string; run: () => void };
}

interface Acting {
  /** Name of the action that is under way. */
  busy: string | null;
  /** Does something to the own registration, then looks at it anew and tells the outcome or what went wrong. */
  act: (name: string, work: () => Promise<Told | null>) => void;
  tell: (told: Told) => void;
  told: Told | null;
  failure: { error: unknown; again: (() => void) | undefined } | null;
  dismiss: () => void;
  /** When the last action of one's own ended: what it changed is no news. */
  endedAt: () => number;
}

const ActingContext = createContext<Acting | null>(null);

export function useActing(): Acting {
  const acting = use(ActingContext);
  if (acting === null) throw new Error('Nothing can be done here');
  return acting;
}

/** What the server refuses now it refuses again. */
const isFinal = (error: unknown): boolean => error instanceof Refused && [404, 409, 422].includes(error.status);

/** One action at a time: two taps in a row are one. */
export function ActingProvider({ slug, children }: { slug: string; children: ReactNode }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [failure, setFailure] = useState<Acting['failure']>(null);
  const running = useRef(false);
  const ended = useRef(0);

  const act = useCallback(
    (name: string, work: () => Promise<Told | null>): void => {
      const look = async (): Promise<void> => {
        await Promise.all([ownKey, agendaKey].map((key) => client.invalidateQueries({ queryKey: key(slug) })));
      };
      const run = async (): Promise<void> => {
        if (running.current) return;
        running.current = true;
        ended.current = Date.now();
        setBusy(name);
        setFailure(null);
        setTold(null);
        try {
          const outcome = await work();
          ended.current = Date.now();
          await look();
          setTold(outcome);
        } catch (error) {
          // What was refused may be because the registration is no longer what was shown.
          if (error instanceof Refused) await look();
          setFailure({ error, again: isFinal(error) ? undefined : () => void run() });
        } finally {
          running.current = false;
          ended.current = Date.now();
          setBusy(null);
        }
      };
      void run();
    },
    [client, slug],
  );
  const dismiss = useCallback(() => {
    setTold(null);
    setFailure(null);
  }, []);
  const endedAt = useCallback(() => ended.current, []);
  const acting = useMemo<Acting>(
    () => ({ busy, act, tell: setTold, told, failure, dismiss, endedAt }),
    [busy, act, told, failure, dismiss, endedAt],
  );
  return <ActingContext value={acting}>{children}</ActingContext>;
}
