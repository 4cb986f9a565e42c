import { jest } from '@jest/globals';

/** A browser test that fails is tried once more, and what went wrong the first time is printed (decision 0024). */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
