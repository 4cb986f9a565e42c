import { describe, expect, it } from '@jest/globals';
import { loggableUrl } from './logging.js';

describe('loggableUrl', () => {
  it.each([
    ['/api/v1/events', '/api/v1/events'],
    ['/calendar/me/s3cr3t.ics', '/calendar/me/***'],
    ['/calendar/me/s3cr3t.ics?lang=lv', '/calendar/me/***?lang=lv'],
    ['/join/1?token=s3cr3t&x=1', '/join/1?token=***&x=1'],
    ['/x?a=1&secret=s3cr3t', '/x?a=1&secret=***'],
    ['/api/v1/oidc/callback?code=s3cr3t&state=s3cr3t', '/api/v1/oidc/callback?***'],
    ['/e/demo/programme?q=token', '/e/demo/programme?q=token'],
  ])('prints %s as %s', (url, expected) => expect(loggableUrl(url)).toBe(expected));
});
