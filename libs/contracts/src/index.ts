export * from './access.js';
export * from './draft.js';
export * from './live-change.js';
export * from './messages.js';
export * from './problem.js';
export * from './programme.js';
export * from './registration.js';
export * from './scalars.js';
