import type { SessionKind, Texts } from '@kopa/domain';

/** A session of the demo: local times of its day (1 to 3), names of rooms, track and speakers (see demo-frame.ts). */
export interface DemoSession {
  code: string;
  day: 1 | 2 | 3;
  from: string;
  to: string;
  kind: SessionKind;
  track: string;
  room?: string;
  online?: string;
  language: 'en' | 'lv';
  interpretation?: string[];
  speakers?: string[];
  places?: { 'in-person'?: number; online?: number };
  title: Texts;
  abstract: Texts;
  items?: { title: Texts; speaker: string; minutes: number }[];
  addOn?: {
    meetAt: string;
    departAt: string;
    returnAt: string;
    meetingPoint: Texts;
    travelMinutes: number;
    minimumNumber: number | null;
    /** Local time of the day before. */
    goNoGoAt: string | null;
    bring: Texts;
    minimumAge: number | null;
  };
}

const t = (en: string, lv: string): Texts => ({ en, lv });
const coLabora = t('CoLabora Lielvārde, main entrance', 'CoLabora Lielvārde, galvenā ieeja');

export const demoSessions: readonly DemoSession[] = [
  {
    code: 'D1-OPEN',
    day: 1,
    from: '10:00',
    to: '10:20',
    kind: 'opening',
    track: 'plenary',
    online: 'main',
    language: 'en',
    interpretation: ['lv'],
    speakers: ['ziedzeme'],
    title: t('Opening: together, though apart', 'Atklāšana: kopā, kaut attālināti'),
    abstract: t(
      'The host opens the partner learning meeting, planned as a trip to France and held online, and tells how the three days of 7 to 9 October 2020 go.',
      'Rīkotāji atklāj partneru mācību tikšanos, kas bija plānota kā brauciens uz Franciju un notiek tiešsaistē, un izstāsta, kā ritēs trīs dienas no 2020. gada 7. līdz 9. oktobrim.',
    ),
  },
  {
    code: 'D1-ROUND',
    day: 1,
    from: '10:20',
    to: '11:50',
    kind: 'presentation-round',
    track: 'plenary',
    online: 'main',
    language: 'en',
    interpretation: ['lv'],
    speakers: ['ziedzeme', 'pieriga', 'france', 'finland', 'estonia'],
    title: t('Partners’ round: national experience', 'Partneru aplis: nacionālā pieredze'),
    abstract: t(
      'Each partner in turn shares the experience of coworking spaces in the countryside of its country.',
      'Katrs partneris pēc kārtas dalās pieredzē par koprades telpām savas valsts laukos.',
    ),
    items: [
      { title: t('Latvia: CoLabora Lielvārde', 'Latvija: CoLabora Lielvārde'), speaker: 'ziedzeme', minutes: 20 },
      { title: t('Latvia: the region around Riga', 'Latvija: Pierīga'), speaker: 'pieriga', minutes: 15 },
      { title: t('France', 'Francija'), speaker: 'france', minutes: 20 },
      { title: t('Finland', 'Somija'), speaker: 'finland', minutes: 20 },
      { title: t('Estonia', 'Igaunija'), speaker: 'estonia', minutes: 15 },
    ],
  },
  {
    code: 'D1-BREAK',
    day: 1,
    from: '11:50',
    to: '12:20',
    kind: 'break',
    track: 'plenary',
    online: 'main',
    language: 'en',
    title: t('Break', 'Pārtraukums'),
    abstract: t('Half an hour away from the screen.', 'Pusstunda prom no ekrāna.'),
  },
  {
    code: 'D1-COVID',
    day: 1,
    from: '12:20',
    to: '13:30',
    kind: 'discussion',
    track: 'plenary',
    online: 'main',
    language: 'en',
    interpretation: ['lv'],
    speakers: ['ziedzeme', 'france'],
    title: t(
      'Theme of the day: what COVID-19 does to coworking spaces',
      'Dienas temats: COVID-19 ietekme uz koprades telpu attīstību',
    ),
    abstract: t(
      'Residents work from home again, events move online and lose what meeting in person gives, yet interest in coworking grows. What brings people back: fast internet, office equipment, atmosphere.',
      'Rezidenti atkal strādā no mājām, pasākumi pāriet tiešsaistē un zaudē klātienes ietekmi, taču interese par koprades telpām pieaug. Kas cilvēkus atgriež: ātrs internets, biroja tehnika un atmosfēra.',
    ),
  },
  {
    code: 'D1-TOUR',
    day: 1,
    from: '13:40',
    to: '14:40',
    kind: 'virtual-tour',
    track: 'visits',
    online: 'main',
    language: 'en',
    interpretation: ['lv'],
    speakers: ['france'],
    places: { online: 300 },
    title: t(
      'Virtual tour: three coworking spaces in rural France',
      'Virtuālā tūre: trīs koprades telpas Francijas laukos',
    ),
    abstract: t(
      'From room to room through three French coworking spaces, with questions on the way.',
      'No telpas uz telpu cauri trim Francijas koprades telpām, ar jautājumiem pa ceļam.',
    ),
  },
  {
    code: 'D2-MORNING',
    day: 2,
    from: '09:30',
    to: '09:50',
    kind: 'opening',
    track: 'plenary',
    online: 'main',
    room: 'colabora',
    language: 'en',
    interpretation: ['lv'],
    speakers: ['ziedzeme'],
    places: { 'in-person': 30 },
    title: t('Good morning: who is where today', 'Labrīt: kurš šodien kur'),
    abstract: t(
      'The day in two strands: online learning in parallel, and visits on the spot.',
      'Diena divos pavedienos: paralēlas mācības tiešsaistē un vizītes klātienē.',
    ),
  },
  {
    code: 'D2-WEEKLY',
    day: 2,
    from: '10:00',
    to: '10:45',
    kind: 'workshop',
    track: 'community',
    online: 'salon-a',
    language: 'en',
    speakers: ['finland'],
    places: { online: 40 },
    title: t('Weekly residents’ meetings that people come to', 'Iknedēļas rezidentu tikšanās, uz kurām cilvēki nāk'),
    abstract: t(
      'How a short meeting every week makes neighbours out of desks.',
      'Kā īsa tikšanās ik nedēļu padara galdus par kaimiņiem.',
    ),
  },
  {
    code: 'D2-BUSINESS',
    day: 2,
    from: '10:00',
    to: '10:45',
    kind: 'workshop',
    track: 'community',
    online: 'salon-b',
    language: 'en',
    speakers: ['estonia'],
    places: { online: 40 },
    title: t('Supporting businesses of all trades', 'Atbalsts dažādu jomu uzņēmējiem'),
    abstract: t(
      'What a community builder can do for a potter, a programmer and an accountant.',
      'Ko kopienas veidotājs var darīt podnieka, programmētāja un grāmatveža labā.',
    ),
  },
  {
    code: 'D2-EMPLOYERS',
    day: 2,
    from: '10:00',
    to: '10:45',
    kind: 'workshop',
    track: 'community',
    online: 'salon-c',
    language: 'en',
    speakers: ['pieriga'],
    places: { online: 40 },
    title: t('Informing employers about coworking', 'Darba devēju informēšana par koprades telpām'),
    abstract: t(
      'Arguments, figures and first steps for employers whose people could work nearer home.',
      'Argumenti, skaitļi un pirmie soļi darba devējiem, kuru cilvēki varētu strādāt tuvāk mājām.',
    ),
  },
  {
    code: 'D2-QUIET',
    day: 2,
    from: '11:00',
    to: '11:45',
    kind: 'workshop',
    track: 'community',
    online: 'salon-a',
    language: 'en',
    speakers: ['france'],
    places: { online: 40 },
    title: t('Respect for residents who keep to themselves', 'Cieņa pret rezidentiem, kuri nevēlas iesaistīties'),
    abstract: t(
      'Not everybody comes for the community: how a space serves the quiet ones too.',
      'Ne visi nāk kopienas dēļ: kā telpa kalpo arī klusajiem.',
    ),
  },
  {
    code: 'D2-STORIES',
    day: 2,
    from: '11:00',
    to: '11:45',
    kind: 'workshop',
    track: 'community',
    online: 'salon-b',
    language: 'en',
    speakers: ['ziedzeme'],
    places: { online: 40 },
    title: t('Residents’ experience-story events', 'Rezidentu pieredzes stāstu pasākumi'),
    abstract: t(
      'A simple form of evening with which residents get to know each other’s work.',
      'Vienkāršs vakara formāts, kurā rezidenti iepazīst cits cita darbu.',
    ),
  },
  {
    code: 'D2-INCUBATOR',
    day: 2,
    from: '10:30',
    to: '12:00',
    kind: 'visit',
    track: 'visits',
    room: 'incubator',
    language: 'lv',
    interpretation: ['en'],
    speakers: ['liaa'],
    places: { 'in-person': 18 },
    title: t('Visit: LIAA business incubator Ogre', 'Vizīte: LIAA Ogres biznesa inkubators'),
    abstract: t(
      'What coworking does for business, and why the community builder matters: new contacts, cooperation, communication among entrepreneurs.',
      'Koprades telpas nozīme uzņēmējdarbībā un kopienas veidotāja loma: jauni kontakti, sadarbība, saziņa starp uzņēmējiem.',
    ),
    addOn: {
      meetAt: '09:50',
      departAt: '10:00',
      returnAt: '12:30',
      meetingPoint: coLabora,
      travelMinutes: 25,
      minimumNumber: 6,
      goNoGoAt: '12:00',
      bring: t(
        'Comfortable shoes, an identity document for the entrance',
        'Ērti apavi, personu apliecinošs dokuments ieejai',
      ),
      minimumAge: null,
    },
  },
  {
    code: 'D2-LUNCH',
    day: 2,
    from: '12:30',
    to: '13:15',
    kind: 'break',
    track: 'plenary',
    room: 'colabora',
    language: 'lv',
    title: t('Lunch at CoLabora', 'Pusdienas “CoLabora”'),
    abstract: t('Soup and bread for those on the spot.', 'Zupa un maize klātienes dalībniekiem.'),
  },
  {
    code: 'D2-SKOLA6',
    day: 2,
    from: '13:15',
    to: '14:45',
    kind: 'story',
    track: 'visits',
    room: 'colabora',
    online: 'main',
    language: 'lv',
    interpretation: ['en'],
    speakers: ['skola6'],
    places: { 'in-person': 24, online: 100 },
    title: t('Experience story: the coworking house SKOLA6', 'Pieredzes stāsts: koprades māja “SKOLA6”'),
    abstract: t(
      'Daily challenges, structure and principles of a coworking house; then a group exercise: each participant describes a likely resident, and the answers name the tools to reach them.',
      'Koprades mājas ikdienas izaicinājumi, struktūra un darbības principi; pēc tam grupu uzdevums: katrs dalībnieks raksturo potenciālo rezidentu, un atbildes nosauc rīkus, kā to sasniegt.',
    ),
    items: [
      { title: t('The story of the house', 'Mājas stāsts'), speaker: 'skola6', minutes: 40 },
      {
        title: t('Group exercise: who is our resident?', 'Grupu uzdevums: kas ir mūsu rezidents?'),
        speaker: 'skola6',
        minutes: 35,
      },
      { title: t('What the answers tell', 'Ko pasaka atbildes'), speaker: 'skola6', minutes: 15 },
    ],
  },
  {
    code: 'D2-CLOSE',
    day: 2,
    from: '15:00',
    to: '16:00',
    kind: 'closing',
    track: 'plenary',
    room: 'colabora',
    online: 'main',
    language: 'en',
    interpretation: ['lv'],
    speakers: ['ziedzeme', 'pieriga'],
    places: { 'in-person': 30 },
    title: t('What we take away today', 'Ko šodien paņemam līdzi'),
    abstract: t(
      'Participants share the day’s experience and discuss how to apply it at home.',
      'Dalībnieki dalās dienas pieredzē un pārrunā, kā to piemērot praksē.',
    ),
  },
  {
    code: 'D3-NETWORK',
    day: 3,
    from: '09:30',
    to: '10:50',
    kind: 'discussion',
    track: 'network',
    online: 'main',
    language: 'en',
    interpretation: ['lv'],
    speakers: ['ziedzeme', 'france', 'finland', 'estonia'],
    title: t('Towards a common European network', 'Ceļā uz vienotu Eiropas tīklu'),
    abstract: t(
      'An agreement on a common network of rural coworking spaces and its web site.',
      'Vienošanās par vienotu lauku koprades telpu tīklu un tā mājaslapu.',
    ),
  },
  {
    code: 'D3-TECH',
    day: 3,
    from: '11:00',
    to: '11:40',
    kind: 'discussion',
    track: 'network',
    online: 'main',
    language: 'en',
    speakers: ['estonia', 'finland'],
    title: t('The technical side of the network', 'Tīkla tehniskie aspekti'),
    abstract: t(
      'Who hosts, who maintains, what data the spaces share.',
      'Kas uztur, kas atjauno, kādus datus telpas kopīgo.',
    ),
  },
  {
    code: 'D3-CLOSE',
    day: 3,
    from: '11:45',
    to: '12:45',
    kind: 'closing',
    track: 'plenary',
    online: 'main',
    language: 'en',
    interpretation: ['lv'],
    speakers: ['ziedzeme'],
    title: t('Closing round: opinions, experience, conclusions', 'Noslēguma aplis: viedokļi, pieredze, secinājumi'),
    abstract: t(
      'Everybody has two minutes. The conclusions become the public report.',
      'Katram divas minūtes. Secinājumi kļūst par publisko atskaiti.',
    ),
  },
  {
    code: 'D3-LUNCH',
    day: 3,
    from: '12:45',
    to: '13:15',
    kind: 'break',
    track: 'plenary',
    room: 'colabora',
    language: 'lv',
    title: t('Light lunch before the trip', 'Vieglas pusdienas pirms izbraukuma'),
    abstract: t(
      'For those who go to Jumprava, at CoLabora Lielvārde.',
      'Tiem, kas dodas uz Jumpravu, “CoLabora Lielvārde”.',
    ),
  },
  {
    code: 'D3-CIDER',
    day: 3,
    from: '14:00',
    to: '16:00',
    kind: 'visit',
    track: 'visits',
    room: 'plume',
    language: 'lv',
    interpretation: ['en'],
    speakers: ['plume'],
    places: { 'in-person': 20 },
    title: t('Cider in the French tradition: Mr.Plūme, Jumprava', 'Sidrs Francijas tradīcijās: “Mr.Plūme”, Jumprava'),
    abstract: t(
      'With the guests from Pierīgas partnerība to a cider maker whose craft follows the French, itself a LEADER project. With a tasting.',
      'Kopā ar viesiem no “Pierīgas partnerības” pie sidra darītāja, kura prasmes seko franču tradīcijai un kurš pats ir LEADER projekta īstenotājs. Ar degustāciju.',
    ),
    addOn: {
      meetAt: '13:15',
      departAt: '13:30',
      returnAt: '16:40',
      meetingPoint: coLabora,
      travelMinutes: 25,
      minimumNumber: 10,
      goNoGoAt: '18:00',
      bring: t(
        'Warm clothes for the cellar, an identity document that shows the age',
        'Silts apģērbs pagrabam, personu apliecinošs dokuments ar dzimšanas datumu',
      ),
      minimumAge: 18,
    },
  },
];
