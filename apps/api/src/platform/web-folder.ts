import path from 'node:path';

/** Where the built web app is, with the pictures that it serves. */
export const webFolder = path.resolve(import.meta.dirname, '../../../web/dist');
