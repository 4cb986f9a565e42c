import type { Server as HttpServer } from 'node:http';
import {
  BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Gauge, register } from 'prom-client';
import { Server, type DefaultEventsMap, type Namespace, type Socket } from 'socket.io';
import type { z } from 'zod';
import type { Credential } from '../accounts/credential.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Readiness } from '../platform/health.controller.js';
import { Problem } from '../platform/problem.js';
import { ChangeFrames } from './change-frames.js';
import { LiveAccess, type Proof } from './live-access.js';
import {
  handshakeAuth,
  isOwnOrigin,
  sessionRequest,
  syncRequest,
  wantedStreams,
  type RefusalCode,
} from './live-handshake.js';
import { LiveRegistry, type LiveEvent } from './live-registry.js';
import { Replay } from './replay.js';
import { backlogBytes, closeTransport, cutTransport, waitingBytes } from './socket-backlog.js';
import { StreamTail } from './stream-tail.js';

const backlogCheckMilliseconds = 1_000;
/** With the 3 s for which a credential is believed, a withdrawn one loses its socket within 5 s. */
const accessCheckMilliseconds = 1_000;
/** Connections that have not closed this long after the server said that it does are cut. */
const closingMilliseconds = 2_000;
/** Waiting `sync`s of one socket beyond this are refused. */
const waitingReplays = 8;

/** What the gateway knows of a connection. */
interface Follower {
  event: LiveEvent;
  proof: Proof;
  credential: Credential | null;
  epoch: string | undefined;
  /** Streams that the tail follows for this socket. */
  streams: Map<string, number | undefined>;
  /** Replays run one after another: two at a time would mix their frames. */
  replays: Promise<void>;
  waiting: number;
}
interface Verdict {
  credential: Credential | null;
  refusal: RefusalCode | null;
}
type LiveServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Follower>;
type LiveNamespace = Namespace<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Follower>;
type LiveSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Follower>;
type Answer = { ok: true; [field: string]: unknown } | { ok: false; code: string };

const channelOf = (eventId: string, stream: string): string => `${eventId} ${stream}`;

function refuse(code: RefusalCode): Error {
  return Object.assign(new Error(code), { data: { code } });
}

/**
 * The one Socket.IO gateway: namespace `/live`, websocket only. It pushes the rows of the streams that its sockets
 * follow and hands messages to the rooms that registered them; it knows no feature (design.md §4).
 */
@Injectable()
export class LiveGateway implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(LiveGateway.name);
  private readonly frames = new ChangeFrames((channel, { stream, epoch, from, seq, changes }) =>
    this.live?.to(channel).emit('change', { stream: this.registry.wireName(stream), epoch, from, seq, changes }),
  );
  /** Events by id, with the sockets of this process that follow each. */
  private readonly followed = new Map<string, { event: LiveEvent; sockets: number }>();
  private readonly checks: NodeJS.Timeout[] = [];
  private server: LiveServer | null = null;
  private live: LiveNamespace | null = null;
  private closing = false;
  private checkingAccess = false;

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(LiveAccess) private readonly access: LiveAccess,
    @Inject(LiveRegistry) private readonly registry: LiveRegistry,
    @Inject(StreamTail) private readonly tail: StreamTail,
    @Inject(Replay) private readonly replay: Replay,
  ) {}

  /** Sockets connected to this process. */
  get connected(): number {
    return this.live?.sockets.size ?? 0;
  }

  /** Events that sockets of this process follow. */
  get events(): LiveEvent[] {
    return [...this.followed.values()].map(({ event }) => event);
  }

  /** Sends a current value to all who follow the event, with one emit. */
  tell(eventId: string, name: string, value: object): void {
    this.live?.to(channelOf(eventId, 'event')).emit(name, value);
  }

  onModuleInit(): void {
    this.tail.onRows((batch) => this.frames.take(channelOf(batch.eventId, batch.stream), batch));
    this.tail.onReset(({ eventId, stream, epoch, seq }) => {
      const channel = channelOf(eventId, stream);
      this.frames.drop(channel);
      this.live?.to(channel).emit('reset', { stream: this.registry.wireName(stream), epoch, seq });
    });
  }

  /** Joins the HTTP server; without one (a command) there is nothing to do. */
  onApplicationBootstrap(): void {
    const http = this.host.httpAdapter.getHttpServer() as HttpServer | undefined;
    if (http) this.attach(http);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const check of this.checks) clearInterval(check);
    this.frames.dropAll();
    const connections = [...(this.live?.sockets.values() ?? [])].map(({ conn }) => conn.request.socket);
    // The transport alone: clients told to disconnect would not come back to the next process.
    this.server?.engine.close();
    // One that is gone without a word does not answer the closing handshake, and the HTTP server would wait for it.
    setTimeout(() => {
      for (const connection of connections) connection.destroy();
    }, closingMilliseconds).unref();
    await this.tail.stop();
  }

  private attach(http: HttpServer): void {
    const server: LiveServer = new Server(http, {
      path: '/socket.io',
      serveClient: false,
      transports: ['websocket'],
      perMessageDeflate: false,
      maxHttpBufferSize: 16 * 1024,
      connectTimeout: 10_000,
      allowRequest: (request, decide) => {
        if (this.closing || this.readiness.draining) decide('closing', false);
        else if (!isOwnOrigin(request.headers, this.config.publicUrl)) decide('origin', false);
        else decide(null, true);
      },
    });
    server.of('/').use((_socket, next) => next(refuse('namespace.unknown')));
    const live: LiveNamespace = server.of('/live');
    live.use((socket, next) => {
      this.admit(socket).then(
        (code) => next(code ? refuse(code) : undefined),
        (error: unknown) => {
          // A refusal would be final for the client; a closed connection is tried again.
          this.log.warn(`cannot admit a socket: ${String(error)}`);
          closeTransport(socket.conn);
        },
      );
    });
    live.on('connection', (socket) => this.welcome(socket));
    this.server = server;
    this.live = live;
    this.measure();
    this.checks.push(
      setInterval(() => this.cutSlowReaders(live), backlogCheckMilliseconds),
      setInterval(() => void this.recheckAccess(live), accessCheckMilliseconds),
    );
  }

  private measure(): void {
    const name = 'kopa_live_sockets';
    const connected = (): number => this.connected;
    register.removeSingleMetric(name);
    new Gauge({
      name,
      help: 'Sockets connected to this process.',
      collect() {
        this.set(connected());
      },
    });
  }

  /** @returns why the connection is refused, null when it is not */
  private async admit(socket: LiveSocket): Promise<RefusalCode | null> {
    const auth = handshakeAuth.safeParse(socket.handshake.auth);
    if (!auth.success) return 'auth.invalid';
    const { token, epoch } = auth.data;
    const { cookie } = socket.handshake.headers;
    const proof: Proof = token === undefined ? (cookie === undefined ? {} : { cookie }) : { bearer: token };
    const event = await this.access.event(auth.data.event);
    if (!event) return 'event.unknown';
    const credential = await this.access.credential(proof);
    const streams = new Map(
      [...wantedStreams(auth.data)].map(([name, since]) => [this.registry.resolve(name, credential), since]),
    );
    const refusal = await this.access.refusal(event, proof, credential, streams.keys());
    if (refusal) return refusal;
    socket.data = { event, proof, credential, epoch, streams, replays: Promise.resolve(), waiting: 0 };
    return null;
  }

  private async judge(event: LiveEvent | undefined, proof: Proof, streams: Iterable<string>): Promise<Verdict> {
    const credential = await this.access.credential(proof);
    return { credential, refusal: await this.access.refusal(event, proof, credential, streams) };
  }

  private welcome(socket: LiveSocket): void {
    const follower = socket.data;
    const { event, streams, epoch } = follower;
    socket.onAny((name: string, ...given: unknown[]) => this.hear(socket, name, given));
    const following: string[] = [];
    const known = this.followed.get(event.id) ?? { event, sockets: 0 };
    known.sockets += 1;
    this.followed.set(event.id, known);
    socket.on('disconnect', () => {
      known.sockets -= 1;
      if (known.sockets === 0) this.followed.delete(event.id);
      for (const stream of following) this.tail.unfollow(event.id, stream);
    });
    this.enqueue(socket, async () => {
      const arrived: Record<string, number> = {};
      for (const [stream, since] of streams) {
        const position = await this.tail.follow(event.id, stream);
        if (!position) continue;
        if (!socket.connected) {
          this.tail.unfollow(event.id, stream);
          return;
        }
        following.push(stream);
        const seq = await this.catchUp(socket, stream, since ?? position.seq, since === undefined ? undefined : epoch);
        if (seq !== null) arrived[this.registry.wireName(stream)] = seq;
      }
      for (const { name, read } of this.registry.values) {
        const value = await read(event);
        if (value !== null) socket.emit(name, value);
      }
      socket.emit('synced', { streams: arrived });
    });
  }

  /** Replays a stream to a socket and joins it to the channel where the replay meets the live frames. */
  private catchUp(
    socket: LiveSocket,
    stream: string,
    since: number,
    epoch: string | undefined,
  ): Promise<number | null> {
    const { event } = socket.data;
    const channel = channelOf(event.id, stream);
    return this.replay.run(
      socket,
      { eventId: event.id, stream, wireName: this.registry.wireName(stream), since, epoch },
      {
        // What waits to be sent to the channel reaches the socket with it.
        reached: () => this.frames.waitingFrom(channel) ?? this.tail.position(event.id, stream)?.seq ?? 0,
        head: () => this.tail.position(event.id, stream),
        arrive: () => void socket.join(channel),
      },
    );
  }

  private enqueue(socket: LiveSocket, replay: () => Promise<void>): void {
    const follower = socket.data;
    follower.waiting += 1;
    follower.replays = follower.replays
      .then(() => (socket.connected ? replay() : undefined))
      .catch((error: unknown) => {
        this.log.warn(`cannot replay: ${String(error)}`);
        closeTransport(socket.conn);
      })
      .finally(() => {
        follower.waiting -= 1;
      });
  }

  private hear(socket: LiveSocket, name: string, given: unknown[]): void {
    const last = given.at(-1);
    const acknowledge = typeof last === 'function' ? (last as (answer: Answer) => void) : () => undefined;
    const payloads = typeof last === 'function' ? given.slice(0, -1) : given;
    if (payloads.length > 1) {
      acknowledge({ ok: false, code: 'input.invalid' });
      return;
    }
    this.answer(socket, name, payloads[0], acknowledge).catch((error: unknown) => {
      if (error instanceof Problem) {
        acknowledge({ ok: false, code: error.code });
        return;
      }
      this.log.error(`message ${name} failed: ${String(error)}`);
      acknowledge({ ok: false, code: 'internal' });
    });
  }

  private async answer(
    socket: LiveSocket,
    name: string,
    payload: unknown,
    acknowledge: (answer: Answer) => void,
  ): Promise<void> {
    if (name === 'sync') this.sync(socket, payload, acknowledge);
    else if (name === 'join' || name === 'leave') {
      const parsed = sessionRequest.safeParse(payload);
      acknowledge({ ok: false, code: parsed.success ? 'stream.unknown' : 'input.invalid' });
    } else {
      const { event, credential } = socket.data;
      acknowledge(await this.registry.answer(name, payload, { event, credential }));
    }
  }

  /** Acknowledges, then replays; during the replay the socket is out of the channel, so frames stay in order. */
  private sync(socket: LiveSocket, payload: unknown, acknowledge: (answer: Answer) => void): void {
    const parsed = syncRequest.safeParse(payload);
    if (!parsed.success) {
      acknowledge({ ok: false, code: 'input.invalid' });
      return;
    }
    const request: z.infer<typeof syncRequest> = parsed.data;
    const { event, streams, waiting, credential } = socket.data;
    const stream = this.registry.resolve(request.stream, credential);
    if (!streams.has(stream)) acknowledge({ ok: false, code: 'stream.unknown' });
    else if (waiting >= waitingReplays) acknowledge({ ok: false, code: 'sync.busy' });
    else {
      acknowledge({ ok: true });
      this.enqueue(socket, async () => {
        await socket.leave(channelOf(event.id, stream));
        const seq = await this.catchUp(socket, stream, request.since, request.epoch);
        socket.emit('synced', { streams: seq === null ? {} : { [request.stream]: seq } });
      });
    }
  }

  private cutSlowReaders(live: LiveNamespace): void {
    for (const socket of live.sockets.values()) {
      if (waitingBytes(socket.conn) > backlogBytes) cutTransport(socket.conn);
    }
  }

  /** Ends the sockets of those who may no longer follow what they follow: a token revoked, an event withdrawn. */
  private async recheckAccess(live: LiveNamespace): Promise<void> {
    if (this.checkingAccess || live.sockets.size === 0) return;
    this.checkingAccess = true;
    try {
      const sockets = [...live.sockets.values()];
      const events = await this.access.eventsById([...new Set(sockets.map((socket) => socket.data.event.id))]);
      await this.access.refresh(sockets.map((socket) => socket.data.proof));
      const verdicts = new Map<string, Verdict>();
      for (const socket of sockets) {
        const { proof, streams, credential } = socket.data;
        const event = events.get(socket.data.event.id);
        // Thousands follow: those who are who they were, at an event that is what it was, are not judged again.
        if (event?.state === socket.data.event.state && this.access.known(proof) === credential) continue;
        // Thousands of visitors follow the same with nothing to show: they are judged together.
        const key = [event?.id, proof.bearer, proof.cookie, ...streams.keys()].join('\n');
        const verdict = verdicts.get(key) ?? (await this.judge(event, proof, streams.keys()));
        verdicts.set(key, verdict);
        if (verdict.refusal ?? !event) socket.disconnect(true);
        else Object.assign(socket.data, { credential: verdict.credential, event });
      }
    } catch (error) {
      this.log.warn(`cannot check the sockets' access: ${String(error)}`);
    } finally {
      this.checkingAccess = false;
    }
  }
}
