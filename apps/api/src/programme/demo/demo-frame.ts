import type { Texts } from '@kopa/domain';

const t = (en: string, lv: string): Texts => ({ en, lv });

export const demoEvent = {
  slug: 'french-moods',
  title: t('French moods in Zied zeme', 'Francijas noskaņas Zied zemē'),
  subtitle: t(
    'International partner learning meeting, online and in person',
    'Starptautiska partneru mācību tikšanās tiešsaistē un klātienē',
  ),
  place: t('Lielvārde, Ogre, Jumprava, and online', 'Lielvārde, Ogre, Jumprava un tiešsaistē'),
  description: t(
    'A learning meeting of the project “European cooperation project on coworking spaces in rural areas”. It was held from 7 to 9 October 2020: three days of international online sessions, with visits, stories and tastings in person on the spot. The programme here is the one of 2020 on other dates; clock times, numbers of places and the countries of the partners abroad are illustrative.',
    'Projekta “European cooperation project on coworking spaces in rural areas” mācību tikšanās. Tā notika no 2020. gada 7. līdz 9. oktobrim: trīs dienas starptautisku tiešsaistes sesiju un vizītes, stāsti un degustācijas klātienē. Šeit ir 2020. gada programma citos datumos; pulksteņa laiki, vietu skaits un ārvalstu partneru valstis ir ilustratīvi.',
  ),
};

export const demoDays: readonly { title: Texts; theme: Texts }[] = [
  {
    title: t('Day 1: online', '1. diena: tiešsaistē'),
    theme: t(
      'What COVID-19 does to the development of coworking spaces (7 October 2020)',
      'COVID-19 ietekme uz koprades telpu attīstību (2020. gada 7. oktobris)',
    ),
  },
  {
    title: t('Day 2: online and on the spot', '2. diena: tiešsaistē un klātienē'),
    theme: t(
      'Training, discussion, exchange (8 October 2020)',
      'Mācības, diskusijas, pieredzes apmaiņa (2020. gada 8. oktobris)',
    ),
  },
  {
    title: t('Day 3: a network, and cider', '3. diena: tīkls un sidrs'),
    theme: t('A common European network (9 October 2020)', 'Vienots Eiropas tīkls (2020. gada 9. oktobris)'),
  },
];

export const demoVenues = {
  lielvarde: {
    name: t('Coworking space “CoLabora Lielvārde”', 'Koprades telpa “CoLabora Lielvārde”'),
    address: 'Lielvārde, Latvija',
    latitude: 56.72,
    longitude: 24.81,
  },
  ogre: {
    name: t('LIAA business incubator Ogre', 'LIAA Ogres biznesa inkubators'),
    address: 'Ogre, Latvija',
    latitude: 56.816,
    longitude: 24.605,
  },
  jumprava: {
    name: t('Cider maker “Mr.Plūme”', 'Sidra darītava “Mr.Plūme”'),
    address: 'Jumprava, Latvija',
    latitude: 56.676,
    longitude: 24.975,
  },
};

export const demoRooms = {
  colabora: { name: t('CoLabora hall', 'CoLabora zāle'), venue: 'lielvarde', seats: 30 },
  incubator: { name: t('Incubator seminar room', 'Inkubatora semināru telpa'), venue: 'ogre', seats: 20 },
  plume: { name: t('Cider cellar', 'Sidra pagrabs'), venue: 'jumprava', seats: 20 },
} as const;

export const demoOnlineRooms = {
  main: { name: t('Main online room', 'Galvenā tiešsaistes telpa') },
  'salon-a': { name: t('Online salon A', 'Tiešsaistes salons A') },
  'salon-b': { name: t('Online salon B', 'Tiešsaistes salons B') },
  'salon-c': { name: t('Online salon C', 'Tiešsaistes salons C') },
};

export const demoTracks = {
  plenary: { name: t('All together', 'Visi kopā'), colour: '#1c4d8f' },
  community: { name: t('Building a community', 'Kopienas veidošana'), colour: '#8a4b08' },
  visits: { name: t('Visits and stories', 'Vizītes un stāsti'), colour: '#2f6b3a' },
  network: { name: t('European network', 'Eiropas tīkls'), colour: '#6b2d5c' },
};

/** Organisations and roles, no persons. */
export const demoSpeakers = {
  ziedzeme: {
    name: 'PPP biedrība “Zied zeme”',
    organisation: t('Rural partnership, host', 'Lauku partnerība, rīkotājs'),
    country: 'LV',
    biography: t(
      'A rural partnership in Latvia with its coworking space “CoLabora Lielvārde”.',
      'Publisko un privāto partnerattiecību biedrība ar koprades telpu “CoLabora Lielvārde”.',
    ),
  },
  pieriga: {
    name: 'Biedrība “Pierīgas partnerība”',
    organisation: t('Rural partnership, guest', 'Lauku partnerība, viesi'),
    country: 'LV',
    biography: t('A partnership of the municipalities around Riga.', 'Rīgas apkārtnes pašvaldību partnerība.'),
  },
  liaa: {
    name: 'LIAA Ogres biznesa inkubators',
    organisation: t('Business incubator', 'Biznesa inkubators'),
    country: 'LV',
    biography: t('Supports new businesses in Ogre and around.', 'Atbalsta jaunos uzņēmumus Ogrē un apkārtnē.'),
  },
  skola6: {
    name: 'Koprades māja “SKOLA6”',
    organisation: t('Coworking house', 'Koprades māja'),
    country: 'LV',
    biography: t('A coworking house with a story of its own.', 'Koprades māja ar savu pieredzes stāstu.'),
  },
  plume: {
    name: '“Mr.Plūme”',
    organisation: t('Cider maker', 'Sidra darītājs'),
    country: 'LV',
    biography: t('Makes cider in the French tradition.', 'Dara sidru Francijas tradīcijās.'),
  },
  france: {
    name: 'Partneri Francijā · Partners in France',
    organisation: t('Rural coworking spaces', 'Lauku koprades telpas'),
    country: 'FR',
    biography: t('Three coworking spaces in rural regions.', 'Trīs koprades telpas lauku reģionos.'),
  },
  finland: {
    name: 'Partneri Somijā · Partners in Finland',
    organisation: t('Rural partnership', 'Lauku partnerība'),
    country: 'FI',
    biography: t('A partner in a rural region of Finland.', 'Partneri lauku reģionā Somijā.'),
  },
  estonia: {
    name: 'Partneri Igaunijā · Partners in Estonia',
    organisation: t('Rural partnership', 'Lauku partnerība'),
    country: 'EE',
    biography: t('A partner in a rural region of Estonia.', 'Partneri lauku reģionā Igaunijā.'),
  },
};

export const demoFunder = {
  name: t('European Agricultural Fund for Rural Development', 'Eiropas Lauksaimniecības fonds lauku attīstībai'),
  programme: t(
    'Rural Development Programme of Latvia 2014–2020, sub-measure “Inter-territorial and transnational cooperation”',
    'Latvijas Lauku attīstības programma 2014.–2020. gadam, apakšpasākums “Starpteritoriālā un starpvalstu sadarbība”',
  ),
  grantNumber: '18-00-A019.333-000015',
  acknowledgement: t(
    'The event is co-funded by the project “European cooperation project on coworking spaces in rural areas”, Nr. 18-00-A019.333-000015, of the public and private partnership “Zied zeme”, under the European Agricultural Fund for Rural Development, Rural Development Programme of Latvia 2014–2020, sub-measure “Inter-territorial and transnational cooperation”. Supported by the Ministry of Agriculture and the Rural Support Service.',
    'Pasākums tiek līdzfinansēts Publisko un privāto partnerattiecību biedrības “Zied zeme” projekta “European cooperation project on coworking spaces in rural areas” Nr. 18-00-A019.333-000015, kas tiek īstenots Eiropas Lauksaimniecības fonda lauku attīstībai Latvijas Lauku attīstības programmas 2014.–2020. gadam apakšpasākuma “Starpteritoriālā un starpvalstu sadarbība” ietvaros. Atbalsta Zemkopības ministrija un Lauku atbalsta dienests.',
  ),
  logos: [
    { name: 'Eiropas Lauksaimniecības fonds lauku attīstībai', url: '/logos/elfla.svg' },
    { name: 'Zied zeme', url: '/logos/zied-zeme.svg' },
  ],
};
