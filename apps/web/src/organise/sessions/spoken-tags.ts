import type { DraftAgenda } from '@kopa/contracts';

/** Languages that are offered though nobody speaks them here yet: Latvia's neighbours and the large ones. */
const common = ['lv', 'en', 'et', 'lt', 'de', 'fr', 'es', 'it', 'pl', 'fi', 'sv', 'uk', 'ru'];

/** Language tags to choose from: the event's own, those that sessions have, and common ones. */
export const spokenTags = ({ event, sessions }: DraftAgenda): string[] => [
  ...new Set([
    ...event.languages,
    ...sessions.flatMap(({ language, otherLanguages, interpretation }) => [
      ...(language === null ? [] : [language]),
      ...otherLanguages,
      ...interpretation,
    ]),
    ...common,
  ]),
];
