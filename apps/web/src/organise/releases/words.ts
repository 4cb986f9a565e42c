import i18next from 'i18next';
import { en } from './en.js';
import { lv } from './lv.js';

i18next.addResourceBundle('en', 'translation', { organise: { releases: en } }, true, true);
i18next.addResourceBundle('lv', 'translation', { organise: { releases: lv } }, true, true);
