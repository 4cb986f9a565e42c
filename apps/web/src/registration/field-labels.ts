import i18next from 'i18next';

/** Keys of the labels of what a registration sends, by the paths of its fields. */
const labels: Readonly<Record<string, string>> = {
  name: 'you.name',
  email: 'you.email',
  organisation: 'you.organisation',
  country: 'you.country',
  locale: 'you.language',
  timezone: 'you.zone',
  invitation: 'invitation.label',
  attendance: 'step.days',
  meanwhile: 'step.days',
  bookings: 'step.sessions',
  telephone: 'telephone.label',
  bornOn: 'age.born',
  guardian: 'guardian.line',
  'guardian.name': 'guardian.name',
  'guardian.email': 'guardian.email',
  people: 'check.people',
};

/** How the forms of a registration label the field of a path; a companion's like the contact's own. */
export function labelOf(path: string): string | undefined {
  const [head = '', part = ''] = path.replace(/^people\[\d+\]\./, '').split(/[.[\]]+/);
  const key = labels[`${head}.${part}`] ?? labels[head];
  return key === undefined ? undefined : i18next.t(`registration.${key}`);
}
