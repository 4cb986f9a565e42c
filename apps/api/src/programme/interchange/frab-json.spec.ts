import { describe, expect, it } from '@jest/globals';
import { parseFrabJson } from './frab-json.js';

const event = (fields: object): object => ({
  id: 1,
  guid: null,
  date: '2026-10-07T09:00:00+03:00',
  duration: '1:30',
  title: 'Pruning',
  persons: [],
  links: [],
  ...fields,
});

const schedule = (rooms: unknown, more: object = {}): string =>
  JSON.stringify({
    schedule: {
      conference: {
        title: 'Garden days',
        time_zone_name: 'Europe/Riga',
        days: [{ index: 1, date: '2026-10-07', rooms }],
        ...more,
      },
    },
  });

describe('parseFrabJson', () => {
  it('names rows by their path and takes a single-digit hour', () => {
    const { rows } = parseFrabJson(schedule({ 'The "Barn"': [event({})] }), {});
    expect(rows.map(({ where, key, minutes }) => ({ where, key, minutes }))).toEqual([
      { where: String.raw`schedule.conference.days[0].rooms["The \"Barn\""][0]`, key: 'id:1', minutes: 90 },
    ]);
  });

  it('rejects what is no session and reads the rest', () => {
    const { rows, rejected } = parseFrabJson(schedule({ Barn: [3, event({})], Yard: 'none' }), {});
    expect(rows).toHaveLength(1);
    expect(rejected).toEqual([
      {
        where: 'schedule.conference.days[0].rooms["Barn"][0]',
        code: 'row.session',
        reason: 'is no session',
        key: null,
      },
      {
        where: 'schedule.conference.days[0].rooms["Yard"]',
        code: 'row.list',
        reason: 'is no list of sessions',
        key: null,
      },
    ]);
  });

  it('parts sessions and persons that share an id without being the same', () => {
    const { rows, persons } = parseFrabJson(
      schedule({
        Barn: [
          event({ persons: [{ id: 7, public_name: 'Ilze' }] }),
          event({ title: 'Grafting', persons: [{ id: 7, public_name: 'Jānis' }] }),
          event({ id: 2, title: 'Tasting', persons: [{ guid: 'G-1', name: 'Zane' }] }),
        ],
      }),
      {},
    );
    expect(rows.map(({ key }) => key)).toEqual(['id:1:Pruning', 'id:1:Grafting', 'id:2']);
    expect(persons.map(({ key }) => key)).toEqual(['id:7:Ilze', 'id:7:Jānis', 'guid:g-1']);
  });

  it('knows online rooms by their type and seats by capacity, only of rooms that the days list', () => {
    const { rooms } = parseFrabJson(
      schedule(
        { Barn: [], Stream: [event({})] },
        {
          rooms: [
            { name: 'Stream', guid: 's', type: 'online' },
            { name: 'Barn', guid: 'b', type: 'stage', capacity: 40 },
            { name: 'Elsewhere', guid: 'e' },
          ],
        },
      ),
      {},
    );
    expect(rooms).toEqual([
      { key: 'guid:s', name: 'Stream', online: true, seats: null },
      { key: 'guid:b', name: 'Barn', online: false, seats: 40 },
    ]);
  });

  it('parts two rooms that claim one guid', () => {
    const { rooms, rows, warnings } = parseFrabJson(
      schedule(
        { Barn: [event({})], Yard: [event({ id: 2 })] },
        {
          rooms: [
            { name: 'Barn', guid: 'b' },
            { name: 'Yard', guid: 'b' },
          ],
        },
      ),
      {},
    );
    expect(rooms.map(({ key }) => key)).toEqual(['guid:b', 'name:Yard']);
    expect(rows.map(({ roomKey }) => roomKey)).toEqual(['guid:b', 'name:Yard']);
    expect(warnings).toEqual([
      {
        code: 'rooms.oneGuid',
        text: 'rooms "Barn" and "Yard" share the guid b',
        facts: { first: 'Barn', second: 'Yard', guid: 'b' },
      },
    ]);
  });

  it('takes the zone from the offsets where none is named, and says so', () => {
    const { conference, warnings } = parseFrabJson(schedule({ Barn: [event({})] }, { time_zone_name: '' }), {});
    expect([conference.zone, conference.zoneKnown]).toEqual(['Etc/GMT-3', false]);
    expect(warnings).toEqual([
      {
        code: 'zone.guessed',
        text: 'no time zone is named: Etc/GMT-3 is taken from the offset of the times',
        facts: { zone: 'Etc/GMT-3' },
      },
    ]);
  });

  it('drops what no database takes', () => {
    const { rows } = parseFrabJson(schedule({ Barn: [event({ title: 'Pru\u0000ning \ud800' })] }), {});
    expect(rows.map(({ title }) => title)).toEqual(['Pruning']);
  });

  it('refuses malformed JSON with its line, and what holds no schedule', () => {
    expect(() => parseFrabJson('{\n"schedule": {,\n}', {})).toThrow(
      expect.objectContaining({ code: 'json.malformed', line: 2 }),
    );
    expect(() => parseFrabJson('{"sessions":[]}', {})).toThrow(expect.objectContaining({ code: 'schedule.missing' }));
    expect(() => parseFrabJson('{"schedule":{"conference":{}}}', {})).toThrow(
      expect.objectContaining({ code: 'schedule.empty' }),
    );
  });
});
