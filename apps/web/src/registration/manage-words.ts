import i18next from 'i18next';
import { manageEn } from './words/manage-en.js';
import { manageLv } from './words/manage-lv.js';

// Only who is registered already needs these: they come with the page of one's own registration.
i18next.addResourceBundle('en', 'translation', { registration: manageEn }, true, true);
i18next.addResourceBundle('lv', 'translation', { registration: manageLv }, true, true);
