/** Words in English for what the organisers' terms ask beside questions; `terms-lv.ts` must have the same keys. */
export const en = {
  seat: {
    title: 'How do you get there?',
    coach: 'Seat in the coach',
    ownWay: 'I go my own way',
    ownWayMany: 'We go our own way',
    left_one: '{{count}} seat left',
    left_other: '{{count}} seats left',
    fewer_one: '{{count}} seat left for the {{people}} of you: the rest wait for one',
    fewer_other: '{{count}} seats left for the {{people}} of you: the rest wait for one',
    full: 'Full: you wait for one',
    status: {
      confirmed: 'A seat in the coach is yours',
      waitlisted: 'Waiting for a seat in the coach',
      waitlistedAt: 'Waiting for a seat in the coach, position {{position}}',
      offered: 'A seat in the coach is offered to you',
      cancelled: 'No seat in the coach',
    },
  },
  telephone: {
    label: 'Telephone',
    of: 'Telephone of {{name}}',
    why: 'Why we ask: the guide calls who is missing. It is deleted a week after the event.',
  },
  errors: {
    telephone: 'Please give a telephone number, such as +371 20000000: a seat in the coach needs one.',
  },
};
