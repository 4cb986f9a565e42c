// Which way imports may point: domain <- contracts <- { api, web }; in the api a room imports only rooms above it.

/** Rooms of the server in their order. */
const rooms = [
  'platform',
  'events',
  'accounts',
  'live',
  'programme',
  'calendar',
  'registration',
  'agenda',
  'participation',
  'attendance',
];

const refuse = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const tests = ['**/*.spec.ts', '**/*.int-spec.ts', '**/testing/**'];

export const directions = [
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: tests,
    rules: refuse([
      { regex: '^[^.]', message: 'domain imports nothing.' },
      { group: ['**/apps/**', '**/contracts/**'], message: 'domain imports nothing.' },
    ]),
  },
  {
    files: ['libs/contracts/src/**/*.ts'],
    ignores: tests,
    rules: refuse([
      { regex: '^(?!\\.|@kopa/domain$|zod$)', message: 'contracts imports domain and zod.' },
      { group: ['**/apps/**'], message: 'contracts imports domain and zod.' },
    ]),
  },
  {
    files: ['apps/web/**/*.{ts,tsx}'],
    rules: refuse([
      {
        group: ['@kopa/api', '@kopa/api/*', '**/apps/api/**', '@nestjs/*'],
        message: 'api and web never import each other.',
      },
    ]),
  },
  ...rooms.map((room, index) => ({
    files: [`apps/api/src/${room}/**/*.ts`],
    ignores: tests,
    rules: refuse([
      ...(index + 1 < rooms.length
        ? [
            {
              regex: `^(\\.\\./)+(${rooms.slice(index + 1).join('|')})/`,
              message: `${room} may import only rooms above it: ${rooms.slice(0, index).join(', ') || 'none'}.`,
            },
          ]
        : []),
      {
        regex: '^(\\.\\./)+(app\\.module|checks|cli|create-app|main|open-database|schema)\\.js$',
        message: 'What composes the rooms stands above them.',
      },
      { group: ['@kopa/web', '@kopa/web/*', '**/apps/web/**'], message: 'api and web never import each other.' },
    ]),
  })),
];
