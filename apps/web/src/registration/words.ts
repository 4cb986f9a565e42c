import i18next from 'i18next';
import { en } from './words/en.js';
import { en as enTerms } from './words/terms-en.js';
import { lv as lvTerms } from './words/terms-lv.js';
import { lv } from './words/lv.js';

// These words come with the pages that use them, so that who only reads the programme does not load them.
i18next.addResourceBundle('en', 'translation', { registration: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { registration: lv }, true, true);
i18next.addResourceBundle('en', 'translation', { registration: enTerms }, true, true);
i18next.addResourceBundle('lv', 'translation', { registration: lvTerms }, true, true);
