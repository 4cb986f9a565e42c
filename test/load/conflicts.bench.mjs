// findConflicts on 1,000 sessions, beside a bare sort of as many intervals: it grows no faster than n log n.
import { findConflicts } from '@kopa/domain';
import { median } from './report.mjs';

/** A programme of n sessions in n/25 rooms over four days, a tenth of them overlapping their neighbour. */
function programme(count) {
  const rooms = Math.max(1, Math.round(count / 25));
  const begin = Date.parse('2026-10-07T06:00:00.000Z');
  return Array.from({ length: count }, (_, index) => {
    const place = Math.floor(index / rooms);
    const startsAt = begin + (place % 16) * 1_800_000 + Math.floor(place / 16) * 86_400_000;
    const length = index % 10 === 0 ? 2_400_000 : 1_800_000;
    return {
      id: `session-${index}`,
      code: `S${index}`,
      speakerIds: [`speaker-${index % Math.round(count * 0.9)}`, `speaker-${(index * 7) % Math.round(count * 0.9)}`],
      slots: [
        {
          id: `slot-${index}`,
          startsAt: new Date(startsAt).toISOString(),
          endsAt: new Date(startsAt + length).toISOString(),
          roomId: `room-${index % rooms}`,
          onlineRoomId: index % 3 === 0 ? `online-${index % rooms}` : null,
          status: 'scheduled',
        },
      ],
    };
  });
}

function milliseconds(work) {
  const from = performance.now();
  work();
  return performance.now() - from;
}

const bareSort = (sessions) =>
  sessions
    .flatMap(({ slots }) => slots.flatMap((slot) => [Date.parse(slot.startsAt), Date.parse(slot.endsAt)]))
    .sort((a, b) => a - b);

export async function measure() {
  const small = programme(1_000);
  const large = programme(8_000);
  for (let round = 0; round < 20; round += 1) findConflicts(small);
  const figures = { small: [], large: [], bare: [] };
  for (let round = 0; round < 5; round += 1) {
    figures.small.push(milliseconds(() => findConflicts(small)));
    figures.bare.push(milliseconds(() => bareSort(small)));
    figures.large.push(milliseconds(() => findConflicts(large)));
  }
  const [one, eight, bare] = [median(figures.small), median(figures.large), median(figures.bare)];
  const nLogN = (8_000 * Math.log2(8_000)) / (1_000 * Math.log2(1_000));
  return [
    {
      figure: 'findConflicts, 1,000 sessions',
      unit: 'ms',
      kopa: one,
      bare,
      ratio: one / bare,
      target: '<= 20 ms',
      met: one <= 20,
    },
    {
      figure: 'findConflicts, 8,000 over 1,000 sessions',
      unit: 'x',
      kopa: eight / one,
      bare: nLogN,
      ratio: eight / one / nLogN,
      target: 'n log n (ratio <= 1.5)',
      met: eight / one / nLogN <= 1.5,
    },
  ];
}
