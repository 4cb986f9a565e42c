import { useState } from 'react';
import { Refused } from '../../shell/call.js';

/**
 * The code that signing in asks for once the first factor was right: `ask` does something with the code so far, and
 * `isAsked` says when one is wanted, from the start where that `isKnown`. Throws on all but the first asking, with what was refused.
 */
export function useCode(isKnown = false) {
  const [isAsked, setAsked] = useState(isKnown);
  const [code, setCode] = useState('');
  /** Gives whether it was done; when not, the code is asked for. */
  const ask = async (work: (more: { code?: string }) => Promise<unknown>): Promise<boolean> => {
    try {
      await work(isAsked ? { code: code.trim() } : {});
      return true;
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'secondFactor.missing') throw error;
      setAsked(true);
      return false;
    }
  };
  return { isAsked, code, setCode, ask };
}
