/** Enough for the biggest file over a village's line. */
const patience = 10 * 60_000;
const longestName = 200;

/** Why a file was not taken: a key under `registration.file` and `files`. */
export type UploadFault = 'tooBig' | 'wrongKind' | 'tooMany' | 'failed';

export class NotTaken extends Error {
  constructor(readonly fault: UploadFault) {
    super(`The file was not taken: ${fault}`);
  }
}

const faults: Record<number, UploadFault> = { 409: 'tooMany', 413: 'tooBig', 422: 'wrongKind', 429: 'tooMany' };

/** The name as the server keeps it: its end, which has the kind, if it is too long; no half of a letter at the cut. */
const keptName = (name: string): string => name.slice(-longestName).replace(/^[\uDC00-\uDFFF]/, '');

/**
 * Sends a file's bytes; by XMLHttpRequest, as `fetch` does not tell how far it is. Throws `NotTaken`.
 * @param progress is told the part that is there, from 0 to 1
 */
export function sendFile<T>(
  path: string,
  query: Readonly<Record<string, string>>,
  file: File,
  { progress, signal }: { progress: (part: number) => void; signal: AbortSignal },
): Promise<T> {
  const asked = new URLSearchParams({ ...query, name: keptName(file.name) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${path}?${asked.toString()}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'json';
    request.timeout = patience;
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(request.response as T);
      else reject(new NotTaken(faults[request.status] ?? 'failed'));
    });
    for (const end of ['error', 'timeout', 'abort'] as const)
      request.addEventListener(end, () => reject(new NotTaken('failed')));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
