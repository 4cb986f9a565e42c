import { useCallback, useState } from 'react';
import { emptyDraft, type Draft } from './draft.js';

const storageKey = (slug: string): string => `kopa-draft:${slug}`;

function keptDraft(slug: string, language: string): Draft {
  const empty = emptyDraft(language);
  try {
    const kept = sessionStorage.getItem(storageKey(slug));
    // Keys that an older page did not know come from the empty one.
    return kept === null ? empty : { ...empty, ...(JSON.parse(kept) as Partial<Draft>) };
  } catch {
    return empty;
  }
}

function keepDraft(slug: string, draft: Draft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(storageKey(slug));
    else sessionStorage.setItem(storageKey(slug), JSON.stringify(draft));
  } catch {
    // Without storage the draft lasts as long as the page.
  }
}

export interface DraftInHand {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** Ends this draft and begins an empty one. */
  discard: () => void;
}

/** The draft of one event's registration, kept in this tab so that a reload loses nothing. */
export function useDraft(slug: string, language: string): DraftInHand {
  const [draft, setDraft] = useState(() => keptDraft(slug, language));
  const change = useCallback(
    (part: Partial<Draft>) =>
      setDraft((before) => {
        const next = { ...before, ...part };
        keepDraft(slug, next);
        return next;
      }),
    [slug],
  );
  const discard = useCallback(() => {
    keepDraft(slug, null);
    setDraft(emptyDraft(language));
  }, [slug, language]);
  return { draft, change, discard };
}
