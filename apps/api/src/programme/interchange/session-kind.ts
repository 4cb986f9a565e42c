import type { SessionKind } from '@kopa/domain';

const words: [RegExp, SessionKind][] = [
  [/virtual.?tour/i, 'virtual-tour'],
  [/\b(visit|excursion|exkursion|tour|führung)\b/i, 'visit'],
  [/workshop|tutorial|training|hands.?on|junior|schulung/i, 'workshop'],
  [/discussion|diskussion|panel|podium|\bbof\b|meetup|round.?table|gespräch/i, 'discussion'],
  [/^opening|eröffnung/i, 'opening'],
  [/^closing|abschluss/i, 'closing'],
  [/\b(break|pause|lunch|dinner|coffee)\b/i, 'break'],
  [/\b(social|party|concert|dj|music|live performance|evening event|performance|film|game show)\b/i, 'social'],
  [/talk|lecture|keynote|vortrag|presentation|devroom|maintrack|podcast/i, 'talk'],
];

/** Our kind of session for the free-text type of a file; `other` where no word is known. */
export function sessionKindOf(type: string): SessionKind {
  return words.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}
