import { labelsAt } from '../refusals/field-names.js';

/** How the fields of an event's settings are labelled, by their paths in an edit. */
export const settingsLabels = labelsAt('settings', {
  title: 'settings.name',
  venueId: 'settings.venue',
  minutesTo: 'settings.travel',
  url: 'settings.logoUrl',
  backstageUrl: 'settings.backstage',
});
