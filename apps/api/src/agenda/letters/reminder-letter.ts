import type { CalendarDate, Instant } from '@kopa/domain';
import { directoryOf } from '../../programme/directory.js';
import type { OwnAgenda } from '../agendas.service.js';
import { itemCard } from './cards.js';
import type { Page, Part } from './page.js';
import { pageFor, placeFor, textFor, titleFor, type Reader } from './reader.js';

/** One day of somebody's agenda, as they need it on the evening before. */
export function reminderPage(reader: Reader, { owner, items }: OwnAgenda, date: CalendarDate, at: Instant): Page {
  const { words, moments, links, programme } = reader;
  const ofDay = items.filter((item) => item.date === date && !item.isCancelled && item.status !== 'waitlisted');
  const sure = ofDay.filter(({ status, mode }) => status !== 'offered' && mode !== null);
  const [first] = sure.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const onSite = sure.filter(({ mode }) => mode === 'in-person').toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
  const day = moments.date(date);
  const mode = owner.choices.days[date] ?? 'absent';
  const joins = sure.some((item) => item.mode === 'online');
  const parts: Part[] = [
    { part: 'title', text: words.reminder.title(day) },
    {
      part: 'text',
      text:
        mode === 'absent'
          ? words.hello(reader.name)
          : `${words.hello(reader.name)}\n${words.reminder.youAre(words.day[mode])}`,
    },
    ...(onSite === undefined ? [] : [{ part: 'good', text: firstText(reader, onSite) } as const]),
    ...(ofDay.length === 0 ? [{ part: 'text', text: words.reminder.nothing } as const] : []),
    ...ofDay.map((item): Part => ({ part: 'card', card: itemCard(reader, item) })),
    ...(joins ? [{ part: 'small', text: words.reminder.joinNote } as const] : []),
    { part: 'button', label: words.toAgenda, href: links.agenda },
    ...(ofDay.length === 0
      ? [{ part: 'second', label: words.reminder.programme, href: links.day(date) } as const]
      : []),
    ...(onSite === undefined ? [] : [{ part: 'small', text: words.reminder.late } as const]),
  ];
  const preview =
    first === undefined
      ? words.reminder.previewNone
      : words.reminder.preview(moments.time(first.dueAt), titleFor(reader, first.session));
  const subject = words.reminder.subject(day, textFor(reader, programme.event.title));
  return pageFor(reader, { subject, preview, parts }, { at, muted: 'reminders' });
}

/** Where to be first on the spot, and when. */
function firstText(reader: Reader, item: OwnAgenda['items'][number]): string {
  const { words, moments, programme } = reader;
  const found = directoryOf(programme).slots.get(item.slot);
  if (found === undefined) throw new Error(`slot ${item.slot} is in an agenda and not in the programme`);
  const meetingPoint =
    found.session.addOn === null || item.to.at !== 'point' ? '' : textFor(reader, found.session.addOn.meetingPoint);
  const where = meetingPoint === '' ? placeFor(reader, found.slot, 'in-person') : meetingPoint;
  return words.reminder.first(textFor(reader, found.session.title), where, moments.time(item.dueAt));
}
