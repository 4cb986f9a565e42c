// Sources stay ESM; Jest compiles them to CommonJS with SWC. Needs Node >= 24.9 and --experimental-vm-modules,
// so that Jest's require() can load the ESM-only @nestjs/* 12.
const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true, tsx: false },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2024',
    keepClassNames: true,
  },
  module: { type: 'commonjs', ignoreDynamic: true },
  sourceMaps: 'inline',
  swcrc: false,
};
const shared = {
  testEnvironment: 'node',
  rootDir: import.meta.dirname,
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  testEnvironmentOptions: { customExportConditions: ['kopa-source', 'node', 'node-addons'] },
  setupFiles: ['reflect-metadata'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.kopa/'],
};
const database = {
  globalSetup: '<rootDir>/test/support/database.setup.mjs',
  globalTeardown: '<rootDir>/test/support/database.teardown.mjs',
};
export default {
  // Real servers and databases share two cores: more workers only make each other wait.
  maxWorkers: 2,
  testTimeout: 240_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs}/*/src/**/*.spec.ts', '<rootDir>/test/house/*.spec.ts'],
    },
    { ...shared, ...database, displayName: 'integration', testMatch: ['<rootDir>/apps/api/src/**/*.int-spec.ts'] },
    { ...shared, ...database, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/*.e2e-spec.ts'] },
    {
      ...shared,
      ...database,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/*.browser-spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/second-try.ts'],
    },
  ],
};
