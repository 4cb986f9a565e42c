import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { keptFile } from '@kopa/contracts';
import { webFolder } from '../../platform/web-folder.js';

/** A funder's logo as it can be printed. */
export interface PrintedLogo {
  name: string;
  /** `svg`: a text, `picture`: PNG or JPEG; null: it is not here, and its name stands for it. */
  content: { kind: 'svg'; text: string } | { kind: 'picture'; bytes: Buffer } | null;
}

const known = /\.(svg|png|jpe?g)$/i;

/** Bytes of a file that was uploaded, by its id; null when it is gone. */
export type KeptFiles = (id: string) => Promise<{ mediaType: string; bytes: Buffer } | null>;

/** What a PDF takes (ISO 32000-1 section 7.4): WebP is not of it. */
const printable = ['image/png', 'image/jpeg'];

/**
 * Reads a logo that was uploaded, or that this server has as a file. Others' servers are not asked while somebody waits for a sheet: of theirs
 * the name is printed.
 */
export async function readLogo(
  { name, url }: { name: string; url: string },
  kept: KeptFiles,
  folder = webFolder,
): Promise<PrintedLogo> {
  const [, id] = keptFile.exec(url) ?? [];
  if (id !== undefined) {
    const found = await kept(id);
    const isPrintable = found !== null && printable.includes(found.mediaType);
    return { name, content: isPrintable ? { kind: 'picture', bytes: found.bytes } : null };
  }
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
