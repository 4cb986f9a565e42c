import { plainWords } from '@kopa/domain';

/** The address that a title suggests: its words in small letters without accents. */
export const slugFor = (title: string): string => plainWords(title).join('-').slice(0, 60).replace(/-$/, '');
