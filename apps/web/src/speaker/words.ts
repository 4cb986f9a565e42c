import i18next from 'i18next';
import { en } from './en.js';
import { lv } from './lv.js';

// These words come with the speaker's page.
i18next.addResourceBundle('en', 'translation', { speaker: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { speaker: lv }, true, true);
