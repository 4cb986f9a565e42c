import { DOMParser, ParseError, type Document, type Element } from '@xmldom/xmldom';
import { ImportRefused } from './import-refused.js';
import type { ImportedSchedule } from './imported-schedule.js';
import { interpretSchedule } from './interpret-schedule.js';
import { materialOf } from './materials.js';
import { cleanText, type RawDay, type RawRow, type RawSchedule } from './raw-schedule.js';
import type { ReadOptions } from './schedule-days.js';

/**
 * Reads frab XML (c3voc's, pretalx's and FOSDEM's). Throws ImportRefused `xml.declaration` for any DTD or entity
 * declaration, `xml.malformed` with its line, `schedule.missing`, and what `interpretSchedule` throws.
 */
export function parseFrabXml(text: string, options: ReadOptions): ImportedSchedule {
  refuseDeclarations(text);
  const root = parseDocument(text).documentElement;
  if (root?.localName !== 'schedule') throw new ImportRefused('schedule.missing', 'the root element is not <schedule>');
  return interpretSchedule(readSchedule(root), options);
}

/** Looks for `<!` outside of comments, CDATA and processing instructions: nothing that may stand there is wanted. */
function refuseDeclarations(text: string): void {
  let at = 0;
  while ((at = text.indexOf('<', at)) !== -1) {
    const skipped = (
      [
        ['<!--', '-->'],
        ['<![CDATA[', ']]>'],
        ['<?', '?>'],
      ] as const
    ).find(([open]) => text.startsWith(open, at));
    if (skipped !== undefined) {
      const end = text.indexOf(skipped[1], at + skipped[0].length);
      if (end === -1) return;
      at = end + skipped[1].length;
    } else if (text.startsWith('<!', at)) {
      const line = text.slice(0, at).split('\n').length;
      throw new ImportRefused('xml.declaration', 'a DOCTYPE or entity declaration is refused', line);
    } else at += 1;
  }
}

function parseDocument(text: string): Document {
  let document: Document;
  try {
    const parser = new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message);
      },
    });
    document = parser.parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml');
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const locator: unknown = error.locator;
    const line =
      typeof locator === 'object' && locator !== null && 'lineNumber' in locator ? Number(locator.lineNumber) : null;
    throw new ImportRefused('xml.malformed', error.message.split('\n')[0] ?? '', line);
  }
  if (document.doctype !== null)
    throw new ImportRefused('xml.declaration', 'a DOCTYPE or entity declaration is refused');
  return document;
}

function* childrenOf(parent: Element, name: string): Generator<Element> {
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (isElement(node) && node.localName === name) yield node;
  }
}

function isElement(node: { nodeType: number }): node is Element {
  return node.nodeType === 1;
}

const attribute = (element: Element, name: string): string => cleanText(element.getAttribute(name) ?? '');

function textOf(parent: Element, name: string): string {
  for (const child of childrenOf(parent, name)) return cleanText(child.textContent ?? '');
  return '';
}

function readSchedule(root: Element): RawSchedule {
  const [conference] = childrenOf(root, 'conference');
  const textIn = (name: string): string => (conference === undefined ? '' : textOf(conference, name));
  const raw: RawSchedule = {
    conference: {
      title: textIn('title'),
      subtitle: textIn('subtitle'),
      acronym: textIn('acronym'),
      venue: textIn('venue'),
      city: textIn('city'),
      start: textIn('start'),
      end: textIn('end'),
      zone: textIn('time_zone_name'),
      dayChange: textIn('day_change'),
      baseUrl: textIn('base_url'),
    },
    rooms: [],
    dayRooms: [],
    tracks: [],
    days: [],
    rows: [],
    rejected: [],
  };
  const listedTracks = [...childrenOf(root, 'tracks')].flatMap((list) => [...childrenOf(list, 'track')]);
  for (const track of [...(conference === undefined ? [] : childrenOf(conference, 'track')), ...listedTracks]) {
    raw.tracks.push({
      name: attribute(track, 'name') || cleanText(track.textContent ?? ''),
      guid: attribute(track, 'guid'),
      slug: attribute(track, 'slug'),
      colour: attribute(track, 'color'),
    });
  }
  for (const element of childrenOf(root, 'day')) {
    const day: RawDay = { date: attribute(element, 'date'), start: attribute(element, 'start') };
    raw.days.push(day);
    for (const room of childrenOf(element, 'room')) {
      const name = attribute(room, 'name');
      const guid = attribute(room, 'guid');
      raw.dayRooms.push(name);
      raw.rooms.push({ name, guid, type: attribute(room, 'type'), capacity: '' });
      for (const event of childrenOf(room, 'event'))
        raw.rows.push(readRow(event, day, { name, guid }, raw.conference.baseUrl));
    }
    for (const event of childrenOf(element, 'event')) raw.rows.push(readRow(event, day, null, raw.conference.baseUrl));
  }
  return raw;
}

function readRow(event: Element, day: RawDay, room: { name: string; guid: string } | null, base: string): RawRow {
  // One walk over the children: `textOf` for each of a dozen fields would walk them a dozen times.
  const fields = new Map<string, Element>();
  for (let node = event.firstChild; node !== null; node = node.nextSibling) {
    if (isElement(node) && node.localName !== null && !fields.has(node.localName)) fields.set(node.localName, node);
  }
  const text = (name: string): string => cleanText(fields.get(name)?.textContent ?? '');
  const listed = (list: string, name: string): Element[] => {
    const element = fields.get(list);
    return element === undefined ? [] : [...childrenOf(element, name)];
  };
  return {
    where: `line ${event.lineNumber ?? 0}`,
    guid: attribute(event, 'guid'),
    id: attribute(event, 'id'),
    code: attribute(event, 'code'),
    slug: text('slug'),
    title: text('title'),
    subtitle: text('subtitle'),
    type: text('type'),
    language: text('language'),
    track: text('track'),
    abstract: text('abstract'),
    description: text('description'),
    date: text('date'),
    start: text('start'),
    end: text('end'),
    duration: text('duration'),
    day,
    room: room === null || room.name === '' ? text('room') : room.name,
    roomGuid: room?.guid ?? '',
    persons: listed('persons', 'person').map((person) => ({
      name: cleanText(person.textContent ?? ''),
      guid: attribute(person, 'guid'),
      id: attribute(person, 'id'),
      code: attribute(person, 'code'),
      biography: null,
    })),
    materials: [...listed('links', 'link'), ...listed('attachments', 'attachment')]
      .map((link) => materialOf(attribute(link, 'href'), cleanText(link.textContent ?? ''), base))
      .filter((material) => material !== null),
  };
}
