import { useState, type ReactNode } from 'react';
import type { ProofWay } from '@kopa/domain';
import { Refused } from '../../shell/call.js';
import { ProofDialog } from './proof-dialog.js';

interface Asking {
  by: readonly ProofWay[];
  settle: (isProven: boolean) => void;
}

/** The button that began it sleeps while it is at work, and so cannot take the focus back from the dialog at once. */
function returnFocus(to: Element | null): void {
  let frames = 0;
  const look = (): void => {
    if (document.activeElement !== document.body || !(to instanceof HTMLElement) || !to.isConnected) return;
    to.focus();
    frames += 1;
    if (frames < 600) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const isWay = (way: unknown): way is ProofWay => way === 'password' || way === 'code' || way === 'passkey';

/**
 * Does what would give an account away: when the server wants to be shown once more who sits there, that is asked in
 * `dialog`, and then it is done. Throws what `work` throws, and `Refused` `proof.stopped` when nothing was shown.
 */
export function useProof(): { proven: <T>(work: () => Promise<T>) => Promise<T>; dialog: ReactNode } {
  const [asking, setAsking] = useState<Asking | null>(null);
  const proven = async <T,>(work: () => Promise<T>): Promise<T> => {
    const from = document.activeElement;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'proof.needed') throw error;
      const by = Array.isArray(error.problem['by']) ? error.problem['by'].filter(isWay) : [];
      const isProven = await new Promise<boolean>((settle) => setAsking({ by, settle }));
      setAsking(null);
      returnFocus(from);
      if (!isProven) throw new Refused(403, 'proof.stopped', '', [], {});
      return work();
    }
  };
  const dialog =
    asking === null ? null : (
      <ProofDialog by={asking.by} stop={() => asking.settle(false)} done={() => asking.settle(true)} />
    );
  return { proven, dialog };
}
