import { Histogram, register } from 'prom-client';
import { type DestinationStream, type Logger, pino } from 'pino';
import { loggableUrl } from './logging.js';

const name = 'kopa_http_request_seconds';

export interface Answered {
  correlationId: string;
  method: string;
  url: string;
  /** The route's pattern: as a label it must not grow with what people type. */
  route: string;
  status: number;
  milliseconds: number;
}

type Observed = Histogram.Internal<'method' | 'route' | 'status'>;
const observers = new Map<string, Observed>();

/** Once a request is answered: its one line in the log, and its place in the histogram of `/metrics`. */
export function answered(logger: AnsweredLog, request: Answered): void {
  const { correlationId, method, url, route, status, milliseconds } = request;
  observer(method, route, status).observe(milliseconds / 1000);
  logger({ correlationId, method, url, status, ms: Math.round(milliseconds) });
}

export interface AnsweredLine {
  correlationId: string;
  method: string;
  url: string;
  status: number;
  ms: number;
}
export type AnsweredLog = (line: AnsweredLine) => void;

/**
 * How a logger prints the line of a request. Put together by hand and handed to the logger's own stream, those of one
 * turn of the event loop together: line by line through the logger they cost a fifth of what the programme's answers
 * do. Of a line's parts only the address can hold what JSON must escape: an id has a strict form, a method is a word.
 */
export function answeredLog(logger: Logger): AnsweredLog {
  const stream = (logger as unknown as Record<symbol, DestinationStream>)[pino.symbols.streamSym];
  if (stream === undefined || !logger.isLevelEnabled('info')) return () => undefined;
  let lines = '';
  const write = (): void => {
    stream.write(lines);
    lines = '';
  };
  return ({ correlationId, method, url, status, ms }) => {
    if (lines === '') setImmediate(write);
    const address = JSON.stringify(loggableUrl(url));
    lines += `{"level":30,"time":${Date.now()},"correlationId":"${correlationId}","method":"${method}","url":${address},"status":${status},"ms":${ms},"msg":"answered"}\n`;
  };
}

function observer(method: string, route: string, status: number): Observed {
  const key = `${method} ${status} ${route}`;
  let found = observers.get(key);
  if (found === undefined || register.getSingleMetric(name) === undefined) {
    if (register.getSingleMetric(name) === undefined) observers.clear();
    found = histogram().labels({ method, route, status: String(status) });
    observers.set(key, found);
  }
  return found;
}

function histogram(): Histogram<'method' | 'route' | 'status'> {
  const known = register.getSingleMetric(name);
  if (known !== undefined) return known as Histogram<'method' | 'route' | 'status'>;
  return new Histogram({
    name,
    help: 'Time from a request to its answer, in seconds, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
  });
}
