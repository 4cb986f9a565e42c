import { beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { LiveRegistry, type MessageRegistration, type Sender, type StreamRegistration } from './live-registry.js';

const sender: Sender = { event: { id: 'e', slug: 'demo', state: 'public' }, credential: null };
const asks: MessageRegistration<{ text: string }> = {
  name: 'question.ask',
  schema: z.strictObject({ text: z.string() }),
  access: () => true,
  handle: ({ text }) => Promise.resolve({ heard: text }),
};

describe('LiveRegistry', () => {
  let registry: LiveRegistry;

  beforeEach(() => {
    registry = new LiveRegistry();
  });

  it('refuses a message or a stream without an access rule, in type and at run time', () => {
    const open = { name: asks.name, schema: asks.schema, handle: asks.handle };
    // @ts-expect-error a message without access rule is no registration
    const message: MessageRegistration<{ text: string }> = open;
    // @ts-expect-error nor is a stream without one
    const stream: StreamRegistration = { name: 'gossip' };
    expect(() => registry.registerMessage(message)).toThrow('message question.ask has no access rule');
    expect(() => registry.registerStream(stream)).toThrow('stream gossip has no access rule');
  });

  it('refuses a name twice and the names that the gateway answers itself', () => {
    registry.registerMessage(asks);
    expect(() => registry.registerMessage(asks)).toThrow('is registered already');
    expect(() => registry.registerMessage({ ...asks, name: 'sync' })).toThrow('is registered already');
  });

  it('parses, asks the access rule, handles', async () => {
    registry.registerMessage({ ...asks, access: (_credential, _event, { text }) => text !== 'secret' });
    expect(await registry.answer('question.ask', { text: 'why?' }, sender)).toEqual({ ok: true, heard: 'why?' });
    expect(await registry.answer('question.ask', { text: 'secret' }, sender)).toEqual({
      ok: false,
      code: 'access.denied',
    });
    expect(await registry.answer('question.ask', { text: 'why?', more: 1 }, sender)).toEqual({
      ok: false,
      code: 'input.invalid',
    });
    expect(await registry.answer('question.vote', {}, sender)).toEqual({ ok: false, code: 'message.unknown' });
  });

  it('authorises a family of streams by the name before the colon, with the full name', async () => {
    registry.registerStream({ name: 'session', authorise: (_credential, _event, stream) => stream === 'session:OPEN' });
    expect(await registry.authorise('session:OPEN', null, sender.event)).toBe('allowed');
    expect(await registry.authorise('session:SHUT', null, sender.event)).toBe('denied');
    expect(await registry.authorise('me', null, sender.event)).toBe('unknown');
  });
});
