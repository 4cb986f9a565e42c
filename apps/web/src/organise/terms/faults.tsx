import { createContext, use } from 'react';

export interface Faults {
  /** What is wrong with a field, in words. */
  at: (path: string) => string | undefined;
  /** Says that what is typed in a field cannot be read, by the code of why; null: it can. */
  unread: (path: string, code: string | null) => void;
}

export const FaultsContext = createContext<Faults>({ at: () => undefined, unread: () => undefined });
export const useFaults = (): Faults => use(FaultsContext);

/** The id of the field of a path, such as `questions[0].label`. */
export const fieldId = (path: string): string => `terms-${path}`;
