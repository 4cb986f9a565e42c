import i18next from 'i18next';
import { en } from './en.js';
import { lv } from './lv.js';

i18next.addResourceBundle('en', 'translation', { codes: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { codes: lv }, true, true);
