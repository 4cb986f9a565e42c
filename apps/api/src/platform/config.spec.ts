import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, parseConfig } from './config.js';

describe('parseConfig', () => {
  it('needs nothing', () => {
    expect(parseConfig({})).toEqual({
      port: 3000,
      host: '0.0.0.0',
      databaseUrl: undefined,
      dataFolder: path.resolve('.kopa'),
      publicUrl: 'http://localhost:3000',
      processUrl: undefined,
      smtpUrl: undefined,
      mailFrom: 'Kopā <no-reply@localhost>',
      mailReplyTo: undefined,
      rateLimit: 'on',
      ownersSecondFactor: 'off',
      oidc: null,
      proxies: '',
      logLevel: 'info',
      databasePool: 10,
    });
  });

  it('takes the public address without its final slash, and empty values as none', () => {
    const config = parseConfig({ KOPA_PUBLIC_URL: 'https://kopa.example/', DATABASE_URL: '', PORT: '8080' });
    expect([config.publicUrl, config.databaseUrl, config.port]).toEqual(['https://kopa.example', undefined, 8080]);
    expect(config.ownersSecondFactor).toBe('on');
  });

  it('takes a provider to sign in with whole, and calls it by its host', () => {
    const whole = { OIDC_ISSUER: 'https://id.example/realm', OIDC_CLIENT_ID: 'kopa', OIDC_CLIENT_SECRET: 'secret' };
    const known = { issuer: 'https://id.example/realm', clientId: 'kopa', clientSecret: 'secret' };
    expect(parseConfig(whole).oidc).toEqual({ ...known, name: 'id.example' });
    expect(parseConfig({ ...whole, OIDC_NAME: 'University' }).oidc).toEqual({ ...known, name: 'University' });
    expect(parseConfig({ ...whole, OIDC_ISSUER: 'http://localhost:9000' }).oidc?.name).toBe('localhost:9000');
    const lines = (env: Record<string, string>): readonly string[] => {
      try {
        parseConfig(env);
        return [];
      } catch (error) {
        return (error as ConfigError).lines;
      }
    };
    expect(lines({ OIDC_ISSUER: 'https://id.example', PORT: 'x' }).map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_SECRET',
    ]);
    expect(lines({ OIDC_NAME: 'University' })[0]).toBe('OIDC_ISSUER: must be given, as OIDC_NAME is');
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/kopa'],
    ['KOPA_PUBLIC_URL', 'kopa.example'],
    ['KOPA_RATE_LIMIT', 'no'],
    ['LOG_LEVEL', 'loud'],
    ['KOPA_PROXIES', 'everybody'],
    ['SMTP_URL', 'mail.example'],
    ['OIDC_ISSUER', 'id.example'],
    ['OIDC_ISSUER', 'http://id.example'],
    ['OIDC_ISSUER', 'ftp://id.example'],
  ])('refuses %s=%s, naming the setting and what it is', (name, value) => {
    expect(() => parseConfig({ [name]: value })).toThrow(new RegExp(`${name}: .*${value.replaceAll('/', '\\/')}`));
  });

  it('names every wrong setting on a line of its own', () => {
    try {
      parseConfig({ PORT: 'x', LOG_LEVEL: 'y', HOST: 'fine' });
      throw new Error('not refused');
    } catch (error) {
      expect((error as ConfigError).lines.map((line) => line.split(':')[0])).toEqual(['PORT', 'LOG_LEVEL']);
    }
  });
});
