import path from 'node:path';
import { z } from 'zod';

/** Injection token of the parsed configuration. */
export const CONFIG = Symbol('CONFIG');

const port = z.coerce
  .number('must be a port number')
  .int('must be a port number')
  .min(0, 'must be 0 to 65535')
  .max(65535, 'must be 0 to 65535');

/** Secrets travel to an issuer: unencrypted only where nobody can listen (OpenID Connect Core 1.0, section 16.17). */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  if (search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** Every setting: environment variable, meaning and form. All are optional; an empty value counts as none. */
export const settings = {
  PORT: { meaning: 'port that the server listens on; 0 takes a free one', schema: port.default(3000) },
  HOST: { meaning: 'address that the server listens on', schema: z.string().default('0.0.0.0') },
  DATABASE_URL: {
    meaning: 'PostgreSQL (14 or later) to use instead of the embedded one',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address')
      .optional(),
  },
  KOPA_DATA: { meaning: 'folder of the embedded database and of uploads', schema: z.string().default('.kopa') },
  KOPA_PUBLIC_URL: {
    meaning: 'address under which people reach the server; by default http://localhost:PORT',
    schema: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  },
  KOPA_PROCESS_URL: {
    meaning: 'address under which other processes of the same installation reach this one',
    schema: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  },
  SMTP_URL: {
    meaning: 'mail server; without one mail goes to the outbox',
    schema: z
      .string()
      .regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// address')
      .optional(),
  },
  MAIL_FROM: { meaning: 'sender of mail', schema: z.string().default('Kopā <no-reply@localhost>') },
  MAIL_REPLY_TO: {
    meaning: 'address that answers to mail go to; by default its sender',
    schema: z.string().optional(),
  },
  KOPA_RATE_LIMIT: {
    meaning: '"off" for load tests only',
    schema: z.enum(['on', 'off'], 'must be "on" or "off"').default('on'),
  },
  KOPA_OWNERS_SECOND_FACTOR: {
    meaning:
      '"on" or "off": owners invite and make tokens only when signed in by two factors; by default on with https',
    schema: z.enum(['on', 'off'], 'must be "on" or "off"').optional(),
  },
  OIDC_ISSUER: {
    meaning: 'OpenID Connect provider that organisers may sign in with; needs its client id and secret',
    schema: z.string().refine(isIssuer, 'must be an https:// address; http:// only on this machine').optional(),
  },
  OIDC_CLIENT_ID: { meaning: 'name under which the provider knows this server', schema: z.string().optional() },
  OIDC_CLIENT_SECRET: { meaning: 'what the provider knows this server by', schema: z.string().optional() },
  OIDC_NAME: {
    meaning: 'how the provider is called on the button; by default its host',
    schema: z.string().trim().max(60, 'must have at most 60 characters').optional(),
  },
  KOPA_PROXIES: {
    meaning: 'balancers that are believed about the address of a client, e.g. "10.0.0.0/8, 192.168.1.1"',
    schema: z
      .string()
      .regex(/^[0-9a-fA-F.:/, ]*$/, 'must be addresses or networks, with commas between')
      .default(''),
  },
  LOG_LEVEL: {
    meaning: 'least severe log line to print',
    schema: z
      .enum(
        ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
        'must be fatal, error, warn, info, debug, trace or silent',
      )
      .default('info'),
  },
  KOPA_DATABASE_POOL: {
    meaning: 'most connections of one process to the database',
    schema: z.coerce
      .number('must be a number')
      .int('must be whole')
      .min(2, 'must be at least 2')
      .max(200, 'must be at most 200')
      .default(10),
  },
} as const;

/** An OpenID Connect provider, and what it knows this server by. */
export interface OidcConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
}

export interface Config {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  /** Absolute. */
  dataFolder: string;
  /** Without a final slash. */
  publicUrl: string;
  processUrl: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  mailReplyTo: string | undefined;
  rateLimit: 'on' | 'off';
  ownersSecondFactor: 'on' | 'off';
  /** Null where nobody signs in by a provider. */
  oidc: OidcConfig | null;
  /** Addresses and networks with commas between; empty when there are none. */
  proxies: string;
  logLevel: string;
  databasePool: number;
}

/** Lists what is wrong with the settings, a line each. */
export class ConfigError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(`Settings are wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
}

const schema = z.object({
  PORT: settings.PORT.schema,
  HOST: settings.HOST.schema,
  DATABASE_URL: settings.DATABASE_URL.schema,
  KOPA_DATA: settings.KOPA_DATA.schema,
  KOPA_PUBLIC_URL: settings.KOPA_PUBLIC_URL.schema,
  KOPA_PROCESS_URL: settings.KOPA_PROCESS_URL.schema,
  SMTP_URL: settings.SMTP_URL.schema,
  MAIL_FROM: settings.MAIL_FROM.schema,
  MAIL_REPLY_TO: settings.MAIL_REPLY_TO.schema,
  KOPA_RATE_LIMIT: settings.KOPA_RATE_LIMIT.schema,
  KOPA_OWNERS_SECOND_FACTOR: settings.KOPA_OWNERS_SECOND_FACTOR.schema,
  OIDC_ISSUER: settings.OIDC_ISSUER.schema,
  OIDC_CLIENT_ID: settings.OIDC_CLIENT_ID.schema,
  OIDC_CLIENT_SECRET: settings.OIDC_CLIENT_SECRET.schema,
  OIDC_NAME: settings.OIDC_NAME.schema,
  KOPA_PROXIES: settings.KOPA_PROXIES.schema,
  LOG_LEVEL: settings.LOG_LEVEL.schema,
  KOPA_DATABASE_POOL: settings.KOPA_DATABASE_POOL.schema,
});

const ofProvider = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

/** A provider is set whole or not at all: half of it would be no button, and nobody would know why. */
function lacksOfProvider(given: Readonly<Record<string, unknown>>): string[] {
  const [first] = [...ofProvider, 'OIDC_NAME'].filter((name) => name in given);
  if (first === undefined) return [];
  return ofProvider.filter((name) => !(name in given)).map((name) => `${name}: must be given, as ${first} is`);
}

function providerOf(value: z.infer<typeof schema>): OidcConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = value;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return { issuer, clientId, clientSecret, name: name ?? new URL(issuer).host };
}

/** Throws ConfigError with a line for each wrong setting. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  const lacking = lacksOfProvider(given);
  if (!parsed.success || lacking.length > 0) {
    const wrong = parsed.error?.issues.map(
      ({ path: [name = ''], message }) => `${String(name)}: ${message} (is ${JSON.stringify(given[String(name)])})`,
    );
    throw new ConfigError([...(wrong ?? []), ...lacking]);
  }
  const value = parsed.data;
  const publicUrl = (value.KOPA_PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/+$/, '');
  return {
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL,
    dataFolder: path.resolve(value.KOPA_DATA),
    publicUrl,
    processUrl: value.KOPA_PROCESS_URL,
    smtpUrl: value.SMTP_URL,
    mailFrom: value.MAIL_FROM,
    mailReplyTo: value.MAIL_REPLY_TO,
    rateLimit: value.KOPA_RATE_LIMIT,
    ownersSecondFactor: value.KOPA_OWNERS_SECOND_FACTOR ?? (publicUrl.startsWith('https:') ? 'on' : 'off'),
    oidc: providerOf(value),
    proxies: value.KOPA_PROXIES,
    logLevel: value.LOG_LEVEL,
    databasePool: value.KOPA_DATABASE_POOL,
  };
}
