import type { Texts } from '@kopa/domain';

const t = (en: string, lv: string): Texts => ({ en, lv });

/** Descriptions of the demo's sessions by code: what happens in each, beyond its abstract. */
export const demoDescriptions: Readonly<Record<string, Texts>> = {
  'D1-OPEN': t(
    'A word of welcome, who takes part, how the online rooms work, and where to ask for help. The aim of the meeting: to know the challenges of coworking spaces in an international setting, and to share experience of what they mean to rural regions.',
    'Uzruna, iepazīšanās ar dalībniekiem, kā darbojas tiešsaistes telpas un kur lūgt palīdzību. Tikšanās mērķis: iepazīt koprades telpu izaicinājumus starptautiskā kontekstā un dalīties pieredzē par koprades telpu nozīmi lauku reģionos.',
  ),
  'D1-ROUND': t(
    'The partners speak one after another, each with time for a question or two. The order and about when each has its turn stand below. Longer questions wait for the discussion after the break.',
    'Partneri uzstājas cits pēc cita, un katram ir laiks vienam vai diviem jautājumiem. Secība un aptuvenais laiks norādīts zemāk. Garākie jautājumi paliek diskusijai pēc pārtraukuma.',
  ),
  'D1-BREAK': t(
    'The main online room stays open for those who would like to talk over a cup of coffee.',
    'Galvenā tiešsaistes telpa paliek atvērta tiem, kas vēlas parunāties pie kafijas tases.',
  ),
  'D1-COVID': t(
    'Spaces were closed for a time, and most residents work from home. Fewer people come to work on their own, so that spaces are used more for events and classes; what moves online loses some of the involvement and the personal talk. Yet more people than before know what coworking is. What can a space do to change how its future residents organise their work?',
    'Telpas kādu laiku bija slēgtas, un lielākā daļa rezidentu strādā no mājām. Individuālā darba veicēju klātienē kļūst mazāk, tādēļ telpas vairāk izmanto pasākumiem un nodarbībām; pārceļot pasākumus uz tiešsaisti, mazinās dalībnieku iesaiste un personīgā saziņa. Tomēr interese par koprades telpām sabiedrībā pieaug. Ko telpa var darīt, lai mainītu potenciālo rezidentu darba organizēšanas paradumus?',
  ),
  'D1-TOUR': t(
    'The last item of the first day. The hosts of three coworking spaces in rural regions of France show their rooms by camera and tell how the spaces came about. It is as near to the planned trip as one can come from a desk.',
    'Pirmās dienas noslēgums. Trīs koprades telpu saimnieki Francijas lauku reģionos ar kameru izrāda savas telpas un stāsta, kā tās tapušas. Tuvāk plānotajam braucienam, sēžot pie galda, nokļūt nevar.',
  ),
  'D2-MORNING': t(
    'A short meeting of both halves of the conference. Those online hear which theme is in which online room; those at CoLabora Lielvārde go from here to the coach to Ogre.',
    'Abu konferences daļu īsa tikšanās. Dalībnieki tiešsaistē uzzina, kura tēma ir kurā tiešsaistes telpā; dalībnieki “CoLabora Lielvārde” no šejienes dodas uz autobusu uz Ogri.',
  ),
  'D2-WEEKLY': t(
    'Community builders of the partners’ spaces tell how they hold residents’ meetings every week: how long, on what subject, who leads them, and what to do when few come. One of three sessions at the same time.',
    'Partneru koprades telpu kopienu veidotāji stāsta, kā katru nedēļu rīko rezidentu tikšanās: cik ilgas, par kādu tēmu, kas tās vada un ko darīt, ja atnāk maz cilvēku. Viena no trim vienlaicīgām sesijām.',
  ),
  'D2-BUSINESS': t(
    'Residents work in many fields. The session gathers what has helped: introductions, a first customer, shared equipment, advice on where to find advice. One of three sessions at the same time.',
    'Rezidenti strādā dažādās jomās. Sesijā apkopojam, kas ir palīdzējis: iepazīstināšana, pirmais klients, kopīgs aprīkojums, padoms, kur meklēt padomu. Viena no trim vienlaicīgām sesijām.',
  ),
  'D2-EMPLOYERS': t(
    'Many employers do not know that there is a coworking space near where their people live. How to reach them, what they ask first, and what an agreement with a space may look like. One of three sessions at the same time.',
    'Daudzi darba devēji nezina, ka netālu no viņu darbinieku dzīvesvietas ir koprades telpa. Kā viņus uzrunāt, ko viņi jautā vispirms un kāda var būt vienošanās ar telpu. Viena no trim vienlaicīgām sesijām.',
  ),
  'D2-QUIET': t(
    'Some residents come to work and do not wish to take part in events. Respect for them is a part of building a community: quiet corners, invitations that may be declined, and no list of who did not come.',
    'Daži rezidenti nāk strādāt un nevēlas iesaistīties pasākumos. Cieņa pret viņiem ir daļa no kopienas veidošanas: klusuma stūrīši, uzaicinājumi, kurus drīkst noraidīt, un nekādu neatnākušo sarakstu.',
  ),
  'D2-STORIES': t(
    'A resident tells how the work began, what went wrong and what went well; neighbours listen and ask. How to choose the speakers, and how to invite people from outside.',
    'Rezidents stāsta, kā darbs sācies, kas neizdevās un kas izdevās; kaimiņi klausās un jautā. Kā izvēlēties stāstniekus un kā uzaicināt cilvēkus no ārpuses.',
  ),
  'D2-INCUBATOR': t(
    'An exchange visit for those on the spot, at the same time as the online sessions: one can do the one or the other. The coach leaves CoLabora Lielvārde at the time given and waits for nobody; it is back before lunch. If too few have signed up by the time of the decision, the visit is called off and everybody is told.',
    'Pieredzes apmaiņas vizīte klātienes dalībniekiem vienlaikus ar tiešsaistes sesijām: var izvēlēties vienu vai otru. Autobuss no “CoLabora Lielvārde” izbrauc norādītajā laikā un nevienu negaida; tas atgriežas pirms pusdienām. Ja līdz lēmuma brīdim pieteikušies pārāk maz dalībnieku, vizīti atceļ un visiem par to paziņo.',
  ),
  'D2-LUNCH': t(
    'In the hall of CoLabora Lielvārde, when the coach is back from Ogre. The online rooms are closed until the story begins.',
    '“CoLabora Lielvārde” zālē, kad autobuss atgriezies no Ogres. Tiešsaistes telpas ir slēgtas līdz stāsta sākumam.',
  ),
  'D2-SKOLA6': t(
    'How the coworking house came about, how it is organised, and by which principles it works. Practical methods to encourage working together and social involvement. In the exercise everybody, in the hall or online, describes whom they think a likely resident to be; from the answers the group names the tools with which to reach these people.',
    'Kā koprades māja tapusi, kāda ir tās struktūra un darbības pamatprincipi. Praktiskas metodes, kā veicināt kopstrādi un sociālo iesaisti. Uzdevumā katrs dalībnieks zālē vai tiešsaistē raksturo, kāds, viņaprāt, ir potenciālais koprades telpas rezidents; no atbildēm grupa nosauc rīkus, ar kuriem šos cilvēkus sasniegt.',
  ),
  'D2-CLOSE': t(
    'From the visit, the story and the online sessions: one thing that each takes home, and one that each would like to try. Coworking spaces grow communities that may matter to the economy of rural regions; a community builder is the one on whom residents, community and public can lean.',
    'No vizītes, stāsta un tiešsaistes sesijām: viena atziņa, ko katrs paņem līdzi, un viena lieta, ko katrs vēlas izmēģināt. Koprades telpās veidojas kopienas, kam var būt būtiska loma lauku reģionu ekonomiskajā izaugsmē; kopienas veidotājs ir atbalsta punkts rezidentiem, kopienai un sabiedrībai.',
  ),
  'D3-NETWORK': t(
    'What each partner expects of a European network of rural coworking spaces, what its web site is for, and who answers for what. The discussion ends in an agreement that is read out and written down.',
    'Ko katrs partneris sagaida no Eiropas lauku koprades telpu tīkla, kam vajadzīga tā mājaslapa un kurš par ko atbild. Diskusija noslēdzas ar vienošanos, ko nolasa un pieraksta.',
  ),
  'D3-TECH': t(
    'The technical side of the web site: where it runs, in which languages, how a space describes itself and keeps that up to date, and what it costs in a year.',
    'Mājaslapas tehniskie aspekti: kur tā darbojas, kurās valodās, kā telpa sevi apraksta un šo aprakstu atjauno un cik tas maksā gadā.',
  ),
  'D3-CLOSE': t(
    'All partners and residents in turn: an opinion of the meeting, an experience from it, a conclusion. The round closes the online part of the conference.',
    'Visi partneri un rezidenti pēc kārtas: viedoklis par tikšanos, gūtā pieredze, secinājums. Aplis noslēdz konferences tiešsaistes daļu.',
  ),
  'D3-LUNCH': t(
    'Soup and sandwiches together with the guests from Pierīgas partnerība. Then to the coach at the main entrance.',
    'Zupa un sviestmaizes kopā ar viesiem no “Pierīgas partnerības”. Pēc tam uz autobusu pie galvenās ieejas.',
  ),
  'D3-CIDER': t(
    'By coach from CoLabora Lielvārde to Jumprava and back. The cider maker shows how cider is made in Latvia in the French tradition, and tells of its LEADER project. Because of the tasting only for those who are 18 or older; something without alcohol is there for drivers. Places are those of the coach.',
    'Ar autobusu no “CoLabora Lielvārde” uz Jumpravu un atpakaļ. Sidra darītava rāda, kā Latvijā dara sidru Francijas tradīcijās, un stāsta par savu LEADER projektu. Degustācijas dēļ tikai dalībniekiem no 18 gadu vecuma; autovadītājiem būs bezalkoholiskie dzērieni. Vietu skaitu nosaka autobuss.',
  ),
};
