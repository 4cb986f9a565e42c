import { describe, expect, it } from '@jest/globals';
import { parseFrabXml } from './frab-xml.js';

const schedule = (body: string, conference = '<time_zone_name>Europe/Riga</time_zone_name>'): string =>
  `<?xml version="1.0"?>\n<schedule>\n<conference><title>Garden days</title>${conference}</conference>\n${body}\n</schedule>`;

const event = (fields: string, attributes = 'guid="5d4c2f0e-0000-4000-8000-000000000001" id="1"'): string =>
  `<event ${attributes}><title>Pruning</title><date>2026-10-07T09:00:00+03:00</date><duration>00:45</duration>${fields}</event>`;

const day = (body: string): string =>
  `<day index="1" date="2026-10-07"><room name="Barn" guid="b1">${body}</room></day>`;

describe('parseFrabXml', () => {
  it('reads times, room, track, persons, languages and links', () => {
    const { rows, rooms, tracks, persons, days } = parseFrabXml(
      schedule(
        day(
          event(
            '<track>Trees</track><language>de, en</language><persons><person id="4">Ilze</person><person>Jānis</person></persons>' +
              '<links><link href="https://example.org/a">Notes</link><link>https://example.org/b</link><link>no address</link></links>',
          ),
        ),
      ),
      {},
    );
    expect(days).toEqual(['2026-10-07']);
    expect(rooms).toEqual([{ key: 'guid:b1', name: 'Barn', online: false, seats: null }]);
    expect(tracks).toEqual([{ key: 'name:Trees', name: 'Trees', slug: '', colour: null }]);
    expect(persons.map(({ key, name }) => [key, name])).toEqual([
      ['id:4', 'Ilze'],
      ['name:Jānis', 'Jānis'],
    ]);
    expect(rows).toEqual([
      {
        where: 'line 4',
        key: '5d4c2f0e-0000-4000-8000-000000000001',
        id: '1',
        code: '',
        slug: '',
        title: 'Pruning',
        subtitle: '',
        type: '',
        language: 'de',
        otherLanguages: ['en'],
        trackKey: 'name:Trees',
        abstract: '',
        description: '',
        materials: [
          { title: 'Notes', url: 'https://example.org/a' },
          { title: 'https://example.org/b', url: 'https://example.org/b' },
        ],
        startsAt: '2026-10-07T06:00:00.000Z',
        minutes: 45,
        roomKey: 'guid:b1',
        personKeys: ['id:4', 'name:Jānis'],
      },
    ]);
  });

  it.each([
    ['a document type', '<!DOCTYPE schedule>\n<schedule/>', 1],
    ['an entity', '<?xml version="1.0"?>\n<!DOCTYPE s [<!ENTITY a "aaaa">]>\n<schedule>&a;</schedule>', 2],
    [
      'an entity after a comment that tries to hide it',
      '<!-- -->\n\n<!DOCTYPE s SYSTEM "file:///etc/passwd">\n<schedule/>',
      3,
    ],
    ['a document type behind a processing instruction', '<?pi <!-- ?>\n<!DOCTYPE s>\n<schedule/><!-- -->', 2],
  ])('refuses %s before parsing', (_, text, line) => {
    expect(() => parseFrabXml(text, {})).toThrow(expect.objectContaining({ code: 'xml.declaration', line }));
  });

  it('takes a document type inside of CDATA for the text that it is', () => {
    const { rows } = parseFrabXml(
      schedule(day(event('<abstract><![CDATA[<p>about <!DOCTYPE html></p>]]></abstract>'))),
      {},
    );
    expect(rows.map(({ abstract }) => abstract)).toEqual(['<p>about </p>']);
  });

  it('refuses malformed XML with its line', () => {
    expect(() => parseFrabXml(schedule('<day>\n<room></day>'), {})).toThrow(
      expect.objectContaining({ code: 'xml.malformed', line: 5 }),
    );
  });

  it('refuses what is no schedule', () => {
    expect(() => parseFrabXml('<rss/>', {})).toThrow(expect.objectContaining({ code: 'schedule.missing' }));
  });

  it('takes events without a room around them', () => {
    const { rows, rooms } = parseFrabXml(
      schedule(`<day date="2026-10-07">${event('<room>Yard</room>')}${event('', 'id="2"')}</day>`),
      {},
    );
    expect(rooms.map(({ name }) => name)).toEqual(['Yard']);
    expect(rows.map(({ roomKey }) => roomKey)).toEqual(['name:Yard', null]);
  });

  it('rejects rows that cannot be placed, each with its line and reason, and keeps the rest', () => {
    const { rows, rejected } = parseFrabXml(
      schedule(
        `<day date="2026-10-07"><room name="Barn">
<event id="1"><title/><start>10:00</start><duration>01:00</duration></event>
<event id="2"><title>No length</title><start>10:00</start></event>
<event id="3"><title>No time</title><start>soon</start><duration>01:00</duration></event>
<event id="4"><title>Good</title><start>10:00</start><duration>01:00</duration></event>
<event id="5"><title>Odd length</title><start>10:00</start><duration>an hour</duration></event>
<event id="6"><title>Far off</title><date>1970-01-01T00:00:00Z</date><duration>01:00</duration></event>
</room></day>`,
      ),
      {},
    );
    expect(rows.map(({ title }) => title)).toEqual(['Good']);
    expect(rejected).toEqual([
      { where: 'line 5', code: 'row.title', reason: 'has no title', key: 'id:1' },
      { where: 'line 6', code: 'row.noDuration', reason: 'has no duration', key: 'id:2' },
      { where: 'line 7', code: 'row.start', reason: 'the start "soon" is no time', value: 'soon', key: 'id:3' },
      {
        where: 'line 9',
        code: 'row.duration',
        reason: 'the duration "an hour" is no length like 01:30',
        value: 'an hour',
        key: 'id:5',
      },
      {
        where: 'line 10',
        code: 'row.far',
        value: '1970-01-01T00:00:00',
        reason: 'starts at 1970-01-01T00:00:00, more than a year from the days of the schedule',
        key: 'id:6',
      },
    ]);
  });

  it('rejects a date that no calendar has, instead of failing as a whole', () => {
    const { rejected } = parseFrabXml(
      schedule(`<day date="2026-02-31"><event id="1"><title>Never</title><date>2026-02-31T24:00</date><start>10:00</start>
        <duration>01:00</duration></event></day>`),
      {},
    );
    expect(rejected).toEqual([{ where: 'line 4', code: 'row.noDate', reason: 'has no date', key: 'id:1' }]);
  });

  const night = `<day date="2026-10-07"><room name="Barn">
    <event id="1"><title>Evening</title><start>22:00</start><duration>01:00</duration></event>
    <event id="2"><title>Night</title><start>01:30</start><duration>00:00</duration></event></room></day>`;

  it('places a start before the change of day on the night after it, and keeps zero lengths', () => {
    const { rows, conference } = parseFrabXml(
      schedule(night, '<time_zone_name>Europe/Riga</time_zone_name><day_change>04:00:00</day_change>'),
      {},
    );
    expect(rows.map(({ startsAt, minutes }) => [startsAt, minutes])).toEqual([
      ['2026-10-07T19:00:00.000Z', 60],
      ['2026-10-07T22:30:00.000Z', 0],
    ]);
    expect(conference.dayChangeHour).toBe(4);
  });

  it('demands a zone for times without offset, and takes the one given', () => {
    expect(() => parseFrabXml(schedule(night, ''), {})).toThrow(expect.objectContaining({ code: 'timezone.needed' }));
    expect(parseFrabXml(schedule(night, ''), { timezone: 'Europe/Lisbon' }).rows[0]?.startsAt).toBe(
      '2026-10-07T21:00:00.000Z',
    );
    expect(() => parseFrabXml(schedule(night, ''), { timezone: 'Riga' })).toThrow(
      expect.objectContaining({ code: 'timezone.unknown' }),
    );
  });

  it('takes the hour at which the rows lie on their days, where the day says otherwise', () => {
    const text = schedule(
      `<day date="2026-10-07" start="2026-10-07T09:00:00+03:00"><room name="Barn">${event('')}` +
        `${event('', 'id="2"').replace('T09:00', 'T07:30')}</room></day>`,
    );
    expect(parseFrabXml(text, {}).conference.dayChangeHour).toBe(0);
  });

  it('keeps harmless HTML, drops the rest, and sets plain text in paragraphs', () => {
    const { rows } = parseFrabXml(
      schedule(
        day(
          event(
            '<abstract>&lt;p onclick="x()"&gt;Hello &lt;script&gt;alert(1)&lt;/script&gt;&lt;a href="javascript:x"&gt;there&lt;/a&gt;&lt;/p&gt;</abstract>' +
              '<description>One &lt; two\nlines\n\nand more</description>',
          ),
        ),
      ),
      {},
    );
    expect(rows.map(({ abstract, description }) => [abstract, description])).toEqual([
      ['<p>Hello <a>there</a></p>', '<p>One &lt; two<br />lines</p><p>and more</p>'],
    ]);
  });
});
