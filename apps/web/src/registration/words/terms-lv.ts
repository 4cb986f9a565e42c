/** Words in Latvian for what the organisers' terms ask beside questions. */
export const lv = {
  seat: {
    title: 'Kā tur nokļūsiet?',
    coach: 'Vieta autobusā',
    ownWay: 'Nokļūšu saviem spēkiem',
    ownWayMany: 'Nokļūsim saviem spēkiem',
    left_zero: 'atlikušas {{count}} vietas',
    left_one: 'atlikusi {{count}} vieta',
    left_other: 'atlikušas {{count}} vietas',
    fewer_zero: 'Jūs esat {{people}}, vietu ir {{count}}: pārējie gaidīs vietu',
    fewer_one: 'Jūs esat {{people}}, ir {{count}} vieta: pārējie gaidīs vietu',
    fewer_other: 'Jūs esat {{people}}, ir {{count}} vietas: pārējie gaidīs vietu',
    full: 'Vietu nav: gaidīsiet, kad atbrīvosies',
    status: {
      confirmed: 'Vieta autobusā ir jūsu',
      waitlisted: 'Gaidāt vietu autobusā',
      waitlistedAt: 'Gaidāt vietu autobusā, rindā {{position}}.',
      offered: 'Jums piedāvāta vieta autobusā',
      cancelled: 'Bez vietas autobusā',
    },
  },
  telephone: {
    label: 'Tālrunis',
    of: 'Tālrunis: {{name}}',
    why: 'Kāpēc jautājam: gids zvana tam, kura trūkst. Numuru dzēš nedēļu pēc pasākuma.',
  },
  errors: {
    telephone: 'Lūdzu, norādiet tālruņa numuru, piemēram, +371 20000000: to prasa vieta autobusā.',
  },
};
