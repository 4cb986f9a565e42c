import type { Instant } from '@kopa/domain';
import type { OwnAgenda } from '../agendas.service.js';
import { daysCard, itemCard } from './cards.js';
import { pageFor, textFor, type Reader } from './reader.js';
import type { Page, Part } from './page.js';

/** Asks whoever has the address whether the registration is theirs. */
export function confirmPage(reader: Reader, { owner, items }: OwnAgenda, confirmBy: Instant, at: Instant): Page {
  const { words, moments, links } = reader;
  const event = textFor(reader, reader.programme.event.title);
  const until = moments.moment(confirmBy);
  const parts: Part[] = [
    { part: 'title', text: words.confirm.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${words.confirm.text(event)}` },
    { part: 'warning', text: words.confirm.until(until) },
    { part: 'button', label: words.confirm.button, href: links.confirm },
    { part: 'small', text: words.confirm.notYou },
    { part: 'heading', text: words.confirm.asked },
    daysCard(reader, owner),
    ...booked(items).map((item): Part => ({ part: 'card', card: withoutJoin(itemCard(reader, item, { date: true })) })),
  ];
  const subject = words.confirm.subject(event);
  return pageFor(reader, { subject, preview: words.confirm.preview(until), parts }, { at });
}

/** What one has once the registration is confirmed: ticket, days, places. */
export function confirmedPage(reader: Reader, { owner, items }: OwnAgenda, cid: string, at: Instant): Page {
  const { words, links } = reader;
  const event = textFor(reader, reader.programme.event.title);
  const own = items.filter(({ because, isCancelled }) => because !== 'everyone' && !isCancelled);
  const parts: Part[] = [
    { part: 'title', text: words.confirmed.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${words.confirmed.text(event)}` },
    { part: 'button', label: words.toManage, href: links.manage },
    { part: 'heading', text: words.confirmed.ticket },
    { part: 'text', text: words.confirmed.showIt },
    {
      part: 'code',
      cid,
      alt: words.confirmed.alt(owner.name),
      caption: words.confirmed.caption(owner.name, owner.code),
    },
    { part: 'heading', text: words.confirmed.days },
    daysCard(reader, owner),
    ...(own.length === 0 ? [] : [{ part: 'heading', text: words.confirmed.agenda } as const]),
    ...own.map((item): Part => ({ part: 'card', card: withoutJoin(itemCard(reader, item, { date: true })) })),
    { part: 'text', text: words.confirmed.calendar },
    { part: 'second', label: words.confirmed.subscribe, href: links.feed },
  ];
  const subject = words.confirmed.subject(event);
  return pageFor(reader, { subject, preview: words.confirmed.preview, parts }, { at });
}

/** That a registration was ended by somebody else than its owner. */
export function cancelledPage(reader: Reader, why: 'lapsed' | 'organisers', at: Instant): Page {
  const { words, links } = reader;
  const event = textFor(reader, reader.programme.event.title);
  const parts: Part[] = [
    { part: 'title', text: words.cancelled.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${words.cancelled[why](event)}` },
    { part: 'text', text: words.cancelled.again },
    { part: 'button', label: words.cancelled.button, href: links.register },
  ];
  const page = pageFor(
    reader,
    { subject: words.cancelled.subject(event), preview: words.cancelled.preview, parts },
    { at },
  );
  // The manage link opens nothing any more.
  return { ...page, foot: page.foot.filter((line) => !('href' in line)) };
}

const booked = (items: OwnAgenda['items']): OwnAgenda['items'] => items.filter(({ because }) => because === 'booking');

/** Long before the day a link to join is of no use, and the mail lies about. */
const withoutJoin = (card: ReturnType<typeof itemCard>): ReturnType<typeof itemCard> => ({
  ...card,
  lines: card.lines.filter(({ href }) => href === undefined),
});
