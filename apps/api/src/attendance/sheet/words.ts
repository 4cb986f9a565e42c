const en = {
  language: 'en-GB',
  title: 'Attendance sheet',
  file: 'attendance',
  number: 'No.',
  name: 'Name',
  organisation: 'Organisation',
  mode: 'Takes part',
  signature: 'Signature',
  modes: { 'in-person': 'in person', both: 'in person, online', online: 'online', absent: '' },
  grant: (number: string) => `grant no. ${number}`,
  page: (page: number, pages: number) => `${page}/${pages}`,
};

const lv: typeof en = {
  language: 'lv-LV',
  title: 'Dalībnieku saraksts',
  file: 'dalibnieki',
  number: 'Nr.',
  name: 'Vārds, uzvārds',
  organisation: 'Organizācija',
  mode: 'Piedalās',
  signature: 'Paraksts',
  modes: { 'in-person': 'klātienē', both: 'klātienē, tiešsaistē', online: 'tiešsaistē', absent: '' },
  grant: (number) => `projekta nr. ${number}`,
  page: (page, pages) => `${page}/${pages}`,
};

export type SheetWords = typeof en;

/** The words of a language (BCP 47); English where there are none. */
export const sheetWords = (language: string): SheetWords => (language.split('-')[0] === 'lv' ? lv : en);
