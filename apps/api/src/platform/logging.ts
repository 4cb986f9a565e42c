import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** Secrets stand in these addresses: what follows is not logged. */
const secretPaths: readonly [RegExp, string][] = [
  [/^(\/calendar\/me\/|\/mail\/unsubscribe\/)[^/?]+/, '$1***'],
  // What a provider answers there opens a login session.
  [/^(\/api\/v1\/oidc\/callback\?).*/, '$1***'],
  [/([?&](?:token|secret|challenge)=)[^&]+/g, '$1***'],
];

const mayBeSecret = /^\/calendar\/me\/|^\/mail\/unsubscribe\/|\?/;

/** An address as it may stand in a log. */
export function loggableUrl(url: string): string {
  if (!mayBeSecret.test(url)) return url;
  return secretPaths.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), url);
}

/** The one logger of a process: JSON lines on standard output. */
export function createLogger(level: string): Logger {
  // Written in blocks, which costs a request next to nothing, at least once a second and at exit.
  const destination = pino.destination({ sync: true, minLength: 32_768, maxWrite: 65_536, periodicFlush: 1000 });
  return pino(
    {
      level,
      base: null,
      // A request or an answer is never logged whole: its headers carry credentials.
      serializers: { err: pino.stdSerializers.err },
    },
    destination,
  );
}

/** Contexts in which Nest tells of every module and route at each start. */
const wordy = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'WebSocketsController',
]);

/** Nest's own messages through the same logger. */
export class PinoLoggerService implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(wordy.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(level: 'info' | 'error' | 'warn' | 'debug' | 'trace', message: unknown, rest: unknown[]): void {
    const texts = rest.filter((part): part is string => typeof part === 'string');
    const context = texts.at(-1);
    const more = rest.find((part) => typeof part === 'object' && part !== null);
    if (message instanceof Error) this.logger[level]({ context, err: message });
    else if (typeof message === 'object' && message !== null)
      this.logger[level]({ context, ...message }, texts.length > 1 ? texts[0] : undefined);
    else this.logger[level]({ context, ...more }, String(message));
  }
}
