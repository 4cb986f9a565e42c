import i18next from 'i18next';
import { en } from './words/en.js';
import { lv } from './words/lv.js';

// These words come with the pages of one's own.
i18next.addResourceBundle('en', 'translation', { own: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { own: lv }, true, true);
