import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { webFolder } from '../../platform/web-folder.js';

/** A funder's logo as it can be printed. */
export interface PrintedLogo {
  name: string;
  /** `svg`: a text, `picture`: PNG or JPEG; null: it is not here, and its name stands for it. */
  content: { kind: 'svg'; text: string } | { kind: 'picture'; bytes: Buffer } | null;
}

const known = /\.(svg|png|jpe?g)$/i;

/**
 * Reads a logo that this server has as a file. Others' servers are not asked while somebody waits for a sheet: of theirs
 * the name is printed.
 */
export async function readLogo({ name, url }: { name: string; url: string }, folder = webFolder): Promise<PrintedLogo> {
  const [, ending] = known.exec(url) ?? [];
  const file = path.resolve(folder, `.${url}`);
  if (ending === undefined || !url.startsWith('/') || !file.startsWith(folder + path.sep))
    return { name, content: null };
  try {
    const bytes = await readFile(file);
    return {
      name,
      content:
        ending.toLowerCase() === 'svg' ? { kind: 'svg', text: bytes.toString('utf8') } : { kind: 'picture', bytes },
    };
  } catch {
    return { name, content: null };
  }
}
