import type { SessionWords } from './en.js';

export const lv: SessionWords = {
  materials: {
    title: 'Materiāli',
    none: 'Materiālu vēl nav: pievienojiet saiti uz slaidiem, rakstu vai ierakstu.',
    name: 'Kas tas ir',
    url: 'Saite',
    urlWrong: 'Saite sākas ar https:// vai http://',
    add: 'Pievienot saiti',
    remove: 'Noņemt: {{name}}',
    nameless: '{{number}}. saite',
  },
};
