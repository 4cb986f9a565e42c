import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AgendaView } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

describe('a personal agenda', () => {
  let event: DemoEvent;
  let { call, register } = {} as DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register } = event);
  });
  afterAll(() => event.close());

  const agenda = async (token: string): Promise<AgendaView> => (await call('GET', '/me/agenda', token)).json();

  it('holds what is booked, starred and for everyone', async () => {
    const { manageToken } = await register('Anna', { bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person' }] });
    const { items } = await agenda(manageToken);
    expect(items.map(({ session, because, mode }) => [session, because, mode])).toEqual([
      ['D1-OPEN', 'everyone', 'online'],
      ['D1-BREAK', 'everyone', 'online'],
      ['D2-INCUBATOR', 'booking', 'in-person'],
      ['D2-LUNCH', 'everyone', 'in-person'],
      ['D3-CLOSE', 'everyone', 'online'],
      ['D3-LUNCH', 'everyone', 'in-person'],
    ]);
  });
});
