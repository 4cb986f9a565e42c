import type { TFunction } from 'i18next';
import type { DraftAgenda } from '@kopa/contracts';
import { pickText, type PlacementIssue } from '@kopa/domain';

/** Says in words what is wrong with where a slot stands. */
export type SayIssue = (issue: PlacementIssue) => string;

export function issueWords(agenda: DraftAgenda, language: string, t: TFunction): SayIssue {
  const { languages } = agenda.event;
  const sessions = new Map(agenda.sessions.map(({ code, title }) => [code, pickText(title, language, languages).text]));
  const speakers = new Map(agenda.speakers.map(({ id, name }) => [id, name]));
  const rooms = new Map(agenda.rooms.map(({ id, name }) => [id, pickText(name, language, languages).text]));
  const title = (code: string): string => sessions.get(code) ?? code;
  return (issue) => {
    switch (issue.kind) {
      case 'room':
      case 'online-room':
        return t('organise.agenda.issue.room', { room: rooms.get(issue.id), session: title(issue.session) });
      case 'speaker':
        return t('organise.agenda.issue.speaker', { speaker: speakers.get(issue.id), session: title(issue.session) });
      case 'speaker-apart':
        return t('organise.agenda.issue.apart', { speaker: speakers.get(issue.id), session: title(issue.session) });
      case 'speaker-travel':
        return t('organise.agenda.issue.speakerTravel', {
          count: issue.minutesShort,
          speaker: speakers.get(issue.id),
          session: title(issue.session),
        });
      case 'people-travel':
        return t('organise.agenda.issue.peopleTravel', {
          count: issue.people,
          minutes: issue.minutesShort,
          session: title(issue.session),
        });
      case 'availability':
        return t('organise.agenda.issue.availability', { speaker: speakers.get(issue.id) });
      case 'seats':
        return t('organise.agenda.issue.seats', {
          room: rooms.get(issue.id),
          seats: issue.seats,
          needed: issue.needed,
        });
      case 'people':
        return t('organise.agenda.issue.people', { count: issue.people, session: title(issue.session) });
      case 'day':
        return t('organise.agenda.issue.day');
    }
  };
}
