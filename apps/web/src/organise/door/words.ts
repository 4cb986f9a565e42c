import i18next from 'i18next';
import { en } from './en.js';
import { lv } from './lv.js';

// They come with the pages that use them: few readers are organisers.
i18next.addResourceBundle('en', 'translation', { door: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { door: lv }, true, true);
