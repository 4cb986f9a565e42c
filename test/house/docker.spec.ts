import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { parseConfig, settings } from '../../apps/api/src/platform/config.js';

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  environment?: Record<string, string>;
  ports?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const folder = path.resolve(__dirname, '../../docker');
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const { services } = parse(read('compose.yaml'), { merge: true }) as { services: Record<string, Service> };
const servers = Object.entries(services).filter(([, { build }]) => build !== undefined);
const dockerfile = read('Dockerfile');

/** As compose does it: `${NAME:-default}`, and `${NAME:?complaint}` answered with `given`. */
function interpolated(environment: Record<string, string>, given: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:([-?])([^}]*)\}/g, (_all, kind: string, text: string) => (kind === '-' ? text : given)),
    ]),
  );
}

describe('docker/compose.yaml', () => {
  it('runs two servers, a balancer, PostgreSQL and a mail catcher, each with a health check', () => {
    expect(Object.keys(services)).toEqual(['api-1', 'api-2', 'balancer', 'database', 'mail']);
    expect(Object.values(services).map(({ healthcheck }) => healthcheck?.test[0])).toEqual(Array(5).fill('CMD'));
  });

  it('gives servers only settings that the configuration knows', () => {
    const known = Object.keys(settings);
    const unknown = servers.flatMap(([name, { environment = {} }]) =>
      Object.keys(environment)
        .filter((key) => !known.includes(key))
        .map((key) => `${name}: ${key}`),
    );
    expect(servers.map(([name]) => name)).toEqual(['api-1', 'api-2']);
    expect(unknown).toEqual([]);
  });

  it('gives servers values that the configuration takes', () => {
    const configs = servers.map(([, { environment = {} }]) => parseConfig(interpolated(environment, 'secret')));
    expect(
      configs.map(({ port, databaseUrl, publicUrl, processUrl, smtpUrl, rateLimit }) => ({
        port,
        databaseUrl,
        publicUrl,
        processUrl,
        smtpUrl,
        rateLimit,
      })),
    ).toEqual(
      ['api-1', 'api-2'].map((name) => ({
        port: 3000,
        databaseUrl: 'postgres://kopa:secret@database:5432/kopa',
        publicUrl: 'http://localhost:8080',
        processUrl: `http://${name}:3000`,
        smtpUrl: 'smtp://mail:1025',
        rateLimit: 'on',
      })),
    );
  });

  it('names in its addresses only services that there are', () => {
    const hosts = servers.flatMap(([, { environment = {} }]) =>
      ['DATABASE_URL', 'SMTP_URL', 'KOPA_PROCESS_URL'].map(
        (key) => new URL(interpolated(environment, 'secret')[key] ?? '').hostname,
      ),
    );
    expect(hosts.filter((host) => !(host in services))).toEqual([]);
  });

  it('has servers wait for a healthy database and the balancer for healthy servers', () => {
    const healthy = { condition: 'service_healthy' };
    expect(servers.map(([, service]) => service.depends_on)).toEqual([{ database: healthy }, { database: healthy }]);
    expect(services['balancer']?.depends_on).toEqual({ 'api-1': healthy, 'api-2': healthy });
  });

  it('asks the database for the user and the database that servers sign in to', () => {
    const { environment = {} } = services['database'] ?? {};
    const url = new URL(parseConfig(interpolated(servers[0]?.[1].environment ?? {}, 'secret')).databaseUrl ?? '');
    expect([url.username, url.pathname]).toEqual([
      environment['POSTGRES_USER'],
      `/${environment['POSTGRES_DB'] ?? ''}`,
    ]);
  });
});

describe('docker/balancer.conf', () => {
  const balancer = read('balancer.conf');

  it('balances over all servers and nothing else', () => {
    const upstream = [...balancer.matchAll(/^\s*server (\S+:\d+)/gm)].map(([, address]) => address);
    expect(upstream).toEqual(servers.map(([, { environment }]) => environment?.['KOPA_PROCESS_URL']?.slice(7)));
  });

  it('lets websockets through', () => {
    expect(balancer).toMatch(/proxy_http_version 1\.1;/);
    expect(balancer).toMatch(/proxy_set_header Upgrade \$http_upgrade;/);
    expect(balancer).toMatch(/proxy_set_header Connection \$connection_header;/);
  });
});

describe('docker/Dockerfile', () => {
  it('sets only settings that the configuration knows and takes', () => {
    const given = Object.fromEntries(
      [...dockerfile.matchAll(/^ENV (\w+)=(.*)$/gm)].map(([, name = '', value = '']): [string, string] => [
        name,
        value,
      ]),
    );
    expect(Object.keys(given).filter((name) => !(name in settings))).toEqual([]);
    expect(dockerfile).toContain(`EXPOSE ${parseConfig(given).port}`);
  });

  it('runs as a normal user and checks its health', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
  });

  it('copies every folder of a package that the lock file knows before it installs', () => {
    const { workspaces } = JSON.parse(read('../package.json')) as { workspaces: string[] };
    const installed = dockerfile.slice(0, dockerfile.indexOf('RUN npm ci'));
    const copied = [...installed.matchAll(/^COPY (\S+)\/package\.json /gm)].map(([, at = '']) => path.dirname(at));
    expect([...new Set(copied)].map((at) => `${at}/*`)).toEqual(workspaces);
  });
});
