import { z } from 'zod';
import { pageQuery, sessionCode, text } from './scalars.js';

/** What organisers upload a file for: materials of a session, or a funder's logo. */
export const filePurposes = ['material', 'logo'] as const;
export type FilePurpose = (typeof filePurposes)[number];

/** How many bytes a file may have. */
export const mostFileBytes: Readonly<Record<FilePurpose, number>> = { material: 20 * 1024 * 1024, logo: 1024 * 1024 };

/** Address of a kept file, below our own root. */
export const keptFile = /^\/files\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/[^/?#\s]+$/;

/** Query of an upload; the body is the file's bytes as `application/octet-stream`. */
export const fileNamed = z.strictObject({ name: text.trim().min(1, 'must not be empty').max(200) });
export type FileNamed = z.infer<typeof fileNamed>;
export const fileUpload = fileNamed.extend({ for: z.enum(filePurposes, 'must be "material" or "logo"') });
export type FileUpload = z.infer<typeof fileUpload>;

/** Query of the list of files: all, or what was handed in for one session. */
export const filesQuery = pageQuery.extend({ session: sessionCode.optional() });
export type FilesQuery = z.infer<typeof filesQuery>;

/** A file of an event as organisers see it. */
export interface DraftFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  uploadedAt: string;
  /** Where it is served: to everybody once a release names it, before that to organisers alone. */
  url: string;
  /** Who handed it in, and for which session; null for what organisers uploaded. */
  handedIn: { speaker: string; name: string; session: string } | null;
}
