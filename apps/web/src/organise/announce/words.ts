import i18next from 'i18next';
import { en } from './en.js';
import { lv } from './lv.js';

// They come with the page that uses them: few readers are organisers.
i18next.addResourceBundle('en', 'translation', { announce: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { announce: lv }, true, true);
