import { StreamableFile } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';

const endings = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.presentation': 'odp',
} as const;
export type MediaType = keyof typeof endings;

export const pictures: readonly MediaType[] = ['image/png', 'image/jpeg', 'image/webp'];
/** What people hand in as slides and materials. No HTML, no SVG, no archives: they would bring scripts or hide things. */
export const documents: readonly MediaType[] = [
  'application/pdf',
  ...pictures,
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.presentation',
];

/**
 * What a file is, as its bytes say and not its name; null for what is none of `allowed`, or is two things at once: an
 * archive behind a picture or a PDF.
 */
export async function kindOf(bytes: Buffer, allowed: readonly MediaType[]): Promise<MediaType | null> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const kind = allowed.find((one) => one === found?.mime);
  if (kind === undefined) return null;
  const isArchive = kind.startsWith('application/vnd.');
  return !isArchive && hidesArchive(bytes) ? null : kind;
}

/** Whether the bytes end as a ZIP does (APPNOTE 4.3.16): programs that unpack look from the end. */
function hidesArchive(bytes: Buffer): boolean {
  const mark = Buffer.from('PK\x05\x06', 'latin1');
  const at = bytes.lastIndexOf(mark);
  return at >= 0 && at + 22 <= bytes.length && at + 22 + bytes.readUInt16LE(at + 20) <= bytes.length;
}

/** The name under which a file is saved: no path, no control characters, and the ending of what it is. */
export function savedName(name: string, mediaType: string): string {
  const ending = Object.hasOwn(endings, mediaType) ? endings[mediaType as MediaType] : 'bin';
  const plain = (name.split(/[\\/]/).at(-1) ?? '').replace(/\p{Cc}/gu, '').trim() || 'file';
  const isSaid = plain.toLowerCase().endsWith(`.${ending}`) || (ending === 'jpg' && /\.jpeg$/i.test(plain));
  return isSaid ? plain : `${plain}.${ending}`;
}

/** A file as an answer. With `attachment` a browser saves it and never shows it as a page of ours. */
export function fileAnswered(
  { name, mediaType, bytes }: { name: string; mediaType: string; bytes: Buffer },
  how: 'attachment' | 'inline',
): StreamableFile {
  const disposition = `${how}; filename*=UTF-8''${encodeURIComponent(savedName(name, mediaType))}`;
  return new StreamableFile(bytes, { type: mediaType, disposition, length: bytes.length });
}
