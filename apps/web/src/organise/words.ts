import i18next from 'i18next';
import { en } from './en.js';
import { lv } from './lv.js';

// They come with the pages that use them: few readers are organisers.
i18next.addResourceBundle('en', 'translation', { organise: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { organise: lv }, true, true);
