import i18next from 'i18next';
import { en } from './words/en.js';
import { lv } from './words/lv.js';

// These words come with the pages that use them, so that who only reads the programme does not load them.
i18next.addResourceBundle('en', 'translation', { agenda: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { agenda: lv }, true, true);
