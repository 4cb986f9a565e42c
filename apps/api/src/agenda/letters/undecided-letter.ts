import type { GoNoGo } from '@kopa/contracts';
import type { Instant } from '@kopa/domain';
import type { Page } from './page.js';
import { pageFor, titleFor, type Reader } from './reader.js';

/** Asks the organisers whether an add-on with too few people takes place. */
export function undecidedPage(reader: Reader, state: GoNoGo, at: Instant): Page {
  const { words, moments, links } = reader;
  const title = titleFor(reader, state.session);
  const until = moments.moment(state.decideBy);
  return pageFor(
    reader,
    {
      subject: words.undecided.subject(title),
      preview: words.undecided.preview(until),
      parts: [
        { part: 'title', text: words.undecided.title },
        { part: 'text', text: words.undecided.text(title, state.confirmed, state.minimumNumber) },
        { part: 'warning', text: words.undecided.until(until) },
        ...(state.reminders === 0
          ? []
          : [{ part: 'small', text: words.undecided.reminded(state.reminders + 1) } as const]),
        { part: 'button', label: words.undecided.button, href: links.session(state.session) },
      ],
    },
    { at, isOrganiser: true },
  );
}
