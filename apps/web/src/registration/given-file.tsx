import { useEvent } from '../programme/event-context.js';
import type { GivenFile } from './answers.js';

/** A file that was given, by its name; one that is kept leads to it. */
export function GivenFileName({ given: { file, name, isKept = false } }: { given: GivenFile }) {
  const { slug } = useEvent();
  if (isKept && file !== null) {
    return (
      <a href={`/api/v1/events/${encodeURIComponent(slug)}/me/files/${encodeURIComponent(file)}`} download>
        {name}
      </a>
    );
  }
  return (
    <span>
      <span aria-hidden="true">✓</span> <strong>{name}</strong>
    </span>
  );
}
