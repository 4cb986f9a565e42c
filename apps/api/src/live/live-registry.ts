import { Injectable } from '@nestjs/common';
import type { EventState } from '@kopa/domain';
import type { z } from 'zod';
import type { Credential } from '../accounts/credential.js';

/** What the live room knows of an event. */
export interface LiveEvent {
  id: string;
  slug: string;
  state: EventState;
}

/**
 * Who may do something at an event. Of streams that a socket follows it is asked again every second; of participants and
 * visitors only when they, or the state of the event, are no longer what they were.
 */
export type AccessRule<Subject> = (
  credential: Credential | null,
  event: LiveEvent,
  subject: Subject,
) => boolean | Promise<boolean>;

/** A stream, or with `family:KEY` names a family of streams, that sockets may follow. */
export interface StreamRegistration {
  /** Name of the stream, or of the family before its colon. */
  name: string;
  /** Gets the full name of the stream as `subject`. */
  authorise: AccessRule<string>;
  /** The stream that the name means for who asks, where each has one of their own; null where they have none. */
  own?: (credential: Credential | null) => string | null;
}

/** A current value that is in no stream: sent on joining, and by `LiveGateway.tell` when it changes. */
export interface ValueRegistration {
  /** Name of the message that carries it. */
  name: string;
  /** What it is now; null when there is none. */
  read: (event: LiveEvent) => Promise<object | null>;
}

/** What a message's handler knows of its sender. */
export interface Sender {
  event: LiveEvent;
  credential: Credential | null;
}

/** A message that clients may send. The access rule is not optional: there is no message that nobody thought about. */
export interface MessageRegistration<Payload> {
  name: string;
  /** Parses the payload on arrival; use strict objects, so that unknown keys are refused. */
  schema: z.ZodType<Payload>;
  access: AccessRule<Payload>;
  /** Its result is spread into the acknowledgement `{ ok: true, ... }`; throw `Problem` for an expected refusal. */
  handle: (payload: Payload, sender: Sender) => Promise<object>;
}

type Answer = { ok: true; [field: string]: unknown } | { ok: false; code: string };

/** Names that the gateway answers itself. */
const reserved = new Set(['sync', 'join', 'leave']);

/** Where rooms of the server register the streams and socket messages that the gateway serves for them. */
@Injectable()
export class LiveRegistry {
  private readonly streams = new Map<string, StreamRegistration>();
  readonly values: ValueRegistration[] = [];
  private readonly messages = new Map<string, (payload: unknown, sender: Sender) => Promise<Answer>>();

  /** @throws Error when the name is taken or there is no `authorise` */
  registerStream(registration: StreamRegistration): void {
    const { name, authorise } = registration;
    if (typeof authorise !== 'function') throw new Error(`stream ${name} has no access rule`);
    if (this.streams.has(name)) throw new Error(`stream ${name} is registered already`);
    this.streams.set(name, registration);
  }

  registerValue(registration: ValueRegistration): void {
    this.values.push(registration);
  }

  /** The stream that a name means for who asks: `me` is each one's own. */
  resolve(stream: string, credential: Credential | null): string {
    return this.streams.get(stream)?.own?.(credential) ?? stream;
  }

  /** The name by which its followers know a stream. */
  wireName(stream: string): string {
    const [family = stream] = stream.split(':');
    return this.streams.get(family)?.own === undefined ? stream : family;
  }

  /** @throws Error when the name is taken or reserved, or there is no access rule */
  registerMessage<Payload>(registration: MessageRegistration<Payload>): void {
    const { name, schema, access } = registration;
    if (typeof access !== 'function') throw new Error(`message ${name} has no access rule`);
    if (reserved.has(name) || this.messages.has(name)) throw new Error(`message ${name} is registered already`);
    this.messages.set(name, async (payload, sender) => {
      const parsed = schema.safeParse(payload);
      if (!parsed.success) return { ok: false, code: 'input.invalid' };
      if (!(await access(sender.credential, sender.event, parsed.data))) return { ok: false, code: 'access.denied' };
      return { ...(await registration.handle(parsed.data, sender)), ok: true };
    });
  }

  /** Whether a stream may be followed; `unknown` when no room registered it. */
  async authorise(
    stream: string,
    credential: Credential | null,
    event: LiveEvent,
  ): Promise<'allowed' | 'denied' | 'unknown'> {
    const registration = this.streams.get(stream.split(':')[0] ?? stream);
    if (!registration) return 'unknown';
    return (await registration.authorise(credential, event, stream)) ? 'allowed' : 'denied';
  }

  /** Parses, authorises and handles a client's message. */
  async answer(name: string, payload: unknown, sender: Sender): Promise<Answer> {
    const message = this.messages.get(name);
    return message ? message(payload, sender) : { ok: false, code: 'message.unknown' };
  }
}
