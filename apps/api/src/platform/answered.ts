import { Histogram, register } from 'prom-client';
import type { Logger } from 'pino';
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
export function answered(logger: Pick<Logger, 'info'>, request: Answered): void {
  const { correlationId, method, url, route, status, milliseconds } = request;
  observer(method, route, status).observe(milliseconds / 1000);
  logger.info({ correlationId, method, url: loggableUrl(url), status, ms: Math.round(milliseconds) }, 'answered');
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
