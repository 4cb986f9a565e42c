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

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/kopa'],
    ['KOPA_PUBLIC_URL', 'kopa.example'],
    ['KOPA_RATE_LIMIT', 'no'],
    ['LOG_LEVEL', 'loud'],
    ['KOPA_PROXIES', 'everybody'],
    ['SMTP_URL', 'mail.example'],
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
