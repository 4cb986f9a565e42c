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
    upload: 'Augšupielādēt datni',
    open: 'Atvērt augšupielādēto datni',
    handedIn: 'Runātāju iesniegtais',
    takeOver: 'Pārņemt: {{name}}',
    takenOver: 'Pārņemts: publisks ar nākamo laidienu.',
    by: '{{name}}, {{size}}',
    nameless: '{{number}}. saite',
  },
};
