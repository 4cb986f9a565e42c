/** Words of the sessions' list and form in English; `lv.ts` has the same keys. */
export const en = {
  materials: {
    title: 'Materials',
    none: 'No materials yet: add a link to slides, a paper or a recording.',
    name: 'What it is',
    url: 'Link',
    urlWrong: 'A link begins with https:// or http://',
    add: 'Add a link',
    remove: 'Remove {{name}}',
    upload: 'Upload a file',
    open: 'Open the uploaded file',
    handedIn: 'Handed in by speakers',
    takeOver: 'Take {{name}} over',
    takenOver: 'Taken over: public with the next release.',
    by: '{{name}}, {{size}}',
    nameless: 'link {{number}}',
  },
};

export type SessionWords = typeof en;
