import type { FileAnswer } from '@kopa/contracts';

/** As many bytes as a file may have. */
export const mostBytes = 5 * 1024 * 1024;
/** What a file may be; the server looks at its bytes. */
export const fileKinds = 'application/pdf,image/png,image/jpeg';
/** Enough for the biggest file over a village's line. */
const patience = 10 * 60_000;
const longestName = 200;

/** Why a file was not taken: a key under `registration.file`. */
export type UploadFault = 'tooBig' | 'wrongKind' | 'tooMany' | 'failed';

export class NotTaken extends Error {
  constructor(readonly fault: UploadFault) {
    super(`The file was not taken: ${fault}`);
  }
}

const faults: Record<number, UploadFault> = { 413: 'tooBig', 422: 'wrongKind', 429: 'tooMany' };

/** The name as the server keeps it: its end, which has the kind, if it is too long; no half of a letter at the cut. */
const keptName = (name: string): string => name.slice(-longestName).replace(/^[\uDC00-\uDFFF]/, '');

/**
 * Sends a file's bytes; by XMLHttpRequest, as `fetch` does not tell how far it is. Throws `NotTaken`.
 * @param progress is told the part that is there, from 0 to 1
 */
export function uploadFile(
  slug: string,
  file: File,
  { progress, signal }: { progress: (part: number) => void; signal: AbortSignal },
): Promise<FileAnswer> {
  const name = encodeURIComponent(keptName(file.name));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/events/${encodeURIComponent(slug)}/registration/files?name=${name}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'json';
    request.timeout = patience;
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(request.response as FileAnswer);
      else reject(new NotTaken(faults[request.status] ?? 'failed'));
    });
    for (const end of ['error', 'timeout', 'abort'] as const)
      request.addEventListener(end, () => reject(new NotTaken('failed')));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
