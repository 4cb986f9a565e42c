import { en, type Words } from './en.js';
import { lv } from './lv.js';

/** The words of a language (BCP 47); English where there are none. */
export const wordsOf = (language: string): Words => (language.split('-')[0] === 'lv' ? lv : en);
