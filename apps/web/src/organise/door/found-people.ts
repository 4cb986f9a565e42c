import type { DoorPerson } from '@kopa/contracts';
import { foldLetters } from '@kopa/domain';

/** Those whom a search names: each word of it begins a word of the name or organisation, or the code does. */
export function foundPeople(people: readonly DoorPerson[], search: string): DoorPerson[] {
  const words = foldLetters(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.join('').length < 2) return [];
  return people.filter(({ name, organisation, code }) => {
    const parts = foldLetters(`${name} ${organisation} ${code}`).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}
