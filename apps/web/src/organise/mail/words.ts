import i18next from 'i18next';
import { en } from './en.js';
import { lv } from './lv.js';

// They come with the page that uses them: few readers are organisers.
i18next.addResourceBundle('en', 'translation', { outbox: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { outbox: lv }, true, true);
