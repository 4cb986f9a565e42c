import type { FileAnswer } from '@kopa/contracts';
import { sendFile } from '../files/send-file.js';

/** As many bytes as a file may have. */
export const mostBytes = 5 * 1024 * 1024;
/** What a file may be; the server looks at its bytes. */
export const fileKinds = 'application/pdf,image/png,image/jpeg';

export { NotTaken, type UploadFault } from '../files/send-file.js';

/** Sends a file that answers a question. Throws `NotTaken`. */
export const uploadFile = (
  slug: string,
  file: File,
  how: { progress: (part: number) => void; signal: AbortSignal },
): Promise<FileAnswer> =>
  sendFile<FileAnswer>(`/api/v1/events/${encodeURIComponent(slug)}/registration/files`, {}, file, how);
