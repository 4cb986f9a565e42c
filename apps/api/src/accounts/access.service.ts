import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { ApiTokenEntity } from './api-token.entity.js';
import type { Credential } from './credential.js';
import { AccountEntity, AccountRoleEntity, LoginSessionEntity } from './login.entity.js';
import { cookieOf, hashSecret, loginCookieName, participantCookieName, speakerCookieName } from './secret.js';

/** How long a credential is believed without asking the database again: revocation works within this time. */
const believedFor = 3_000;
const lastUseEvery = 60_000;

interface Believed {
  until: number;
  credential: Promise<Credential | null>;
  /** The same, once it is known. */
  value?: Credential | null;
}

/** Not hashed: sockets keep their tokens in memory anyway, and thousands of them are asked about every second. */
const participantKey = (token: string): string => `participant ${token}`;

/** How rooms below make participants known: whose token begins with `prefix` is asked there. */
export interface ParticipantScheme {
  prefix: string;
  /** The participants of tokens; those that are not valid (any more) are missing. One query, however many. */
  resolve(tokens: readonly string[]): Promise<Map<string, Credential>>;
}

/** Those who also follow, by thousands. */
export interface FollowingScheme extends ParticipantScheme {
  /** Which of tokens that were valid are so no longer. One query, and an answer as short as what has changed. */
  ended(tokens: readonly string[]): Promise<Set<string>>;
}

/** Finds out who asks. */
@Injectable()
export class AccessService {
  private readonly logger = new Logger(AccessService.name);
  private readonly believed = new Map<string, Believed>();
  private readonly lastUses = new Map<string, number>();

  private scheme: FollowingScheme | null = null;
  private speakers: ParticipantScheme | null = null;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  useParticipants(scheme: FollowingScheme): void {
    this.scheme = scheme;
  }

  useSpeakers(scheme: ParticipantScheme): void {
    this.speakers = scheme;
  }

  /** The speaker of a token, asked anew each time: a link that was given anew opens nothing at once. */
  private async ofSpeaker(token: string): Promise<Credential | null> {
    return (await this.speakers?.resolve([token]))?.get(token) ?? null;
  }

  /**
   * The credential of a token or of a Cookie header; null when there is none or it is not valid (any more). Of a browser
   * with both cookies `participant` says which is meant; else the login session goes first.
   */
  async authenticate({
    bearer,
    cookie,
    participant = false,
    speaker = false,
  }: {
    bearer?: string | undefined;
    cookie?: string | undefined;
    participant?: boolean;
    /** That a speaker's cookie is meant. */
    speaker?: boolean;
  }): Promise<Credential | null> {
    const { scheme } = this;
    const spoken = bearer ?? (speaker ? cookieOf(cookie, speakerCookieName) : undefined);
    if (this.speakers !== null && spoken?.startsWith(this.speakers.prefix) === true) return this.ofSpeaker(spoken);
    const own = scheme === null ? undefined : this.participantToken(scheme, { bearer, cookie, participant });
    if (scheme !== null && own !== undefined) return this.ofParticipant(scheme, own, participant);
    if (bearer !== undefined) return this.believe(`token ${hashSecret(bearer)}`, (hash) => this.ofToken(hash));
    const secret = cookieOf(cookie, loginCookieName(this.config.publicUrl));
    if (secret === undefined) return null;
    return this.believe(`login ${hashSecret(secret)}`, (hash) => this.ofLogin(hash));
  }

  /**
   * What is believed of a participant, or of one who shows nothing; undefined where it is to be asked. It stays the same
   * object for as long as they stay who they are.
   */
  believedOf(proof: { bearer?: string; cookie?: string }): Credential | null | undefined {
    if (proof.bearer === undefined && proof.cookie === undefined) return null;
    const token = this.scheme === null ? undefined : this.participantToken(this.scheme, proof);
    const known = token === undefined ? undefined : this.believed.get(participantKey(token));
    return known !== undefined && known.until > this.clock.now().getTime() ? known.value : undefined;
  }

  /**
   * Asks anew for all participants of whom nothing is believed (any more), in one go: thousands of them follow the same
   * event, and each is to be asked for every few seconds.
   */
  async refreshParticipants(proofs: Iterable<{ bearer?: string; cookie?: string }>): Promise<void> {
    const { scheme } = this;
    if (scheme === null) return;
    const now = this.clock.now().getTime();
    const until = now + believedFor;
    const unknown = new Set<string>();
    const lasting = new Map<string, Believed>();
    for (const proof of proofs) {
      const token = this.participantToken(scheme, proof);
      const known = token === undefined ? undefined : this.believed.get(participantKey(token));
      if (token === undefined || (known !== undefined && known.until > now)) continue;
      if (known === undefined || known.value === null || known.value === undefined) unknown.add(token);
      else lasting.set(token, known);
    }
    if (unknown.size > 0) {
      const found = await scheme.resolve([...unknown]);
      for (const token of unknown) this.know(token, found.get(token) ?? null, until);
    }
    if (lasting.size > 0) {
      const ended = await scheme.ended([...lasting.keys()]);
      for (const known of lasting.values()) known.until = until;
      for (const token of ended) this.know(token, null, until);
    }
  }

  private know(token: string, value: Credential | null, until: number): void {
    this.believed.set(participantKey(token), { until, credential: Promise.resolve(value), value });
  }

  private participantToken(
    scheme: ParticipantScheme,
    {
      bearer,
      cookie,
      participant = false,
    }: { bearer?: string | undefined; cookie?: string | undefined; participant?: boolean },
  ): string | undefined {
    if (bearer !== undefined) return bearer.startsWith(scheme.prefix) ? bearer : undefined;
    const own = cookieOf(cookie, participantCookieName(this.config.publicUrl));
    return participant || cookieOf(cookie, loginCookieName(this.config.publicUrl)) === undefined ? own : undefined;
  }

  /** Asked anew where it matters at once: a cancelled registration is refused by the next request. */
  private async ofParticipant(scheme: ParticipantScheme, token: string, atOnce: boolean): Promise<Credential | null> {
    const ask = async (): Promise<Credential | null> => (await scheme.resolve([token])).get(token) ?? null;
    return atOnce ? ask() : this.believe(participantKey(token), ask);
  }

  /** Forgets what is believed, so that a revocation in this process works at once. */
  forget(): void {
    this.believed.clear();
  }

  private believe(key: string, ask: (hash: string) => Promise<Credential | null>): Promise<Credential | null> {
    const now = this.clock.now().getTime();
    const known = this.believed.get(key);
    if (known !== undefined && known.until > now) return known.credential;
    if (this.believed.size > 100_000) this.believed.clear();
    const credential = ask(key.slice(key.indexOf(' ') + 1));
    const believed: Believed = { until: now + believedFor, credential };
    this.believed.set(key, believed);
    credential.then(
      (value) => (believed.value = value),
      () => this.believed.delete(key),
    );
    return credential;
  }

  private async ofToken(hash: string): Promise<Credential | null> {
    const now = this.clock.now();
    const token = await this.dataSource.manager.findOneBy(ApiTokenEntity, { hash });
    if (token === null || token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= now)) return null;
    this.noteUse(ApiTokenEntity, token.id, now);
    return { kind: 'token', tokenId: token.id, eventId: token.eventId, role: token.role };
  }

  /** Notes when a token or login session was last used, at most once a minute; no request waits for it or fails by it. */
  private noteUse(of: typeof ApiTokenEntity | typeof LoginSessionEntity, id: string, now: Date): void {
    if (now.getTime() - (this.lastUses.get(id) ?? 0) < lastUseEvery) return;
    this.lastUses.set(id, now.getTime());
    this.dataSource.manager.update(of, { id }, { lastUsedAt: now }).catch((error: unknown) => {
      this.lastUses.delete(id);
      this.logger.warn(`the last use of a credential was not noted: ${String(error)}`);
    });
  }

  private async ofLogin(hash: string): Promise<Credential | null> {
    const { manager } = this.dataSource;
    const login = await manager.findOneBy(LoginSessionEntity, { hash });
    if (login === null || login.revokedAt !== null || login.expiresAt <= this.clock.now()) return null;
    this.noteUse(LoginSessionEntity, login.id, this.clock.now());
    const { accountId } = login;
    const account = await manager.findOneByOrFail(AccountEntity, { id: accountId });
    const { id: loginSessionId } = login;
    if (account.isOperator) return { kind: 'login', loginSessionId, accountId, roles: 'owner of all' };
    const roles = await manager.findBy(AccountRoleEntity, { accountId });
    const lacksFactor = this.config.ownersSecondFactor === 'on' && !login.isTwoFactor;
    return { kind: 'login', loginSessionId, accountId, roles, lacksFactor };
  }
}
