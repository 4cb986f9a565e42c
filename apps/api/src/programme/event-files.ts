import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { keptFile, mostFileBytes, type DraftFile, type FileUpload, type FilesQuery } from '@kopa/contracts';
import type { ProgrammeContent } from '@kopa/domain';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { documents, kindOf, pictures, savedName } from '../platform/file-kind.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { EventFileEntity } from './event-file.entity.js';
import { PublishedProgrammes } from './published-programmes.js';
import type { Published } from './published-rows.js';

/** More than a congress has; a loop that uploads ends somewhere. */
const mostFiles = 5_000;
/** Of one speaker for one session. */
const mostHandedIn = 10;

interface FileRow {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  uploadedAt: Date;
  speaker: string | null;
  speakerName: string | null;
  session: string | null;
}

const columns = `f.id, f.name, f.media_type AS "mediaType", octet_length(f.bytes) AS bytes, f.uploaded_at AS "uploadedAt",
  f.speaker, f.session, p.name AS "speakerName"`;
const joined = `event_files f LEFT JOIN speakers p ON p.event_id = f.event_id AND p.code = f.speaker`;

/** Files of an event: logos, materials, and slides that speakers hand in. They stand in the database, so a backup has them. */
@Injectable()
export class EventFiles {
  /** What a release names, worked out once for each published texts and funders. */
  private readonly named = new WeakMap<object, ReadonlySet<string>>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Keeps an organiser's file; the same bytes again give the same file. Problems: 413 `file.tooLarge`, 422
   * `file.kindRefused`, 409 `files.tooMany`.
   */
  async keep(eventId: string, upload: FileUpload, bytes: unknown, who: string): Promise<DraftFile> {
    const file = await read(bytes, upload.for);
    return this.write(eventId, { ...file, name: upload.name, speaker: null, session: null }, who);
  }

  /** As `keep`, for slides that a speaker hands in for a session; at most ten. */
  async handIn(
    eventId: string,
    { speaker, session, name, who }: { speaker: string; session: string; name: string; who: string },
    bytes: unknown,
  ): Promise<DraftFile> {
    const file = await read(bytes, 'material');
    return this.write(eventId, { ...file, name, speaker, session }, who);
  }

  private write(
    eventId: string,
    file: Pick<EventFileEntity, 'name' | 'mediaType' | 'bytes' | 'digest' | 'speaker' | 'session'>,
    who: string,
  ): Promise<DraftFile> {
    const at = this.clock.now();
    return transaction(this.dataSource, async (manager) => {
      // Two who upload at once are counted one after the other.
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('files ' || $1::text, 0))`, [eventId]);
      const [known]: { id: string }[] = await manager.query(
        `SELECT id FROM event_files WHERE event_id = $1 AND digest = $2
            AND (speaker, session) IS NOT DISTINCT FROM ($3::text, $4::text)`,
        [eventId, file.digest, file.speaker, file.session],
      );
      if (known !== undefined) return fileOf(manager, eventId, known.id);
      const [count]: { all: number; own: number }[] = await manager.query(
        `SELECT count(*)::int AS all, (count(*) FILTER (WHERE speaker = $2 AND session = $3))::int AS own
           FROM event_files WHERE event_id = $1`,
        [eventId, file.speaker, file.session],
      );
      if ((count?.all ?? 0) >= mostFiles || (count?.own ?? 0) >= mostHandedIn)
        throw new Problem(409, 'files.tooMany', 'There are as many files as may be: take one away first.');
      const id = randomUUID();
      await manager.insert(EventFileEntity, { id, eventId, uploadedAt: at, ...file });
      const { name, mediaType, digest, speaker, session } = file;
      const after = { name, mediaType, bytes: file.bytes.length, digest, ...(speaker === null ? {} : { session }) };
      const action = speaker === null ? 'file.uploaded' : 'file.handedIn';
      await audit(manager, { eventId, at, who, action, subject: speaker ?? name, after });
      return fileOf(manager, eventId, id);
    });
  }

  /** Newest first, those uploaded before `after`; one query. */
  async list(
    eventId: string,
    { limit, after, session }: FilesQuery,
  ): Promise<{ items: DraftFile[]; next: string | null }> {
    const [at = null, id = null] = after?.split(' ') ?? [];
    if (at !== null && (id === null || Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id)))
      throw invalidInput([
        { path: 'after', message: 'must be what `next` of the page before said', code: 'field.wrong' },
      ]);
    const rows: FileRow[] = await this.dataSource.query(
      `SELECT ${columns} FROM ${joined} WHERE f.event_id = $1
          AND ($2::timestamptz IS NULL OR (f.uploaded_at, f.id) < ($2, $3::uuid)) AND ($5::text IS NULL OR f.session = $5)
        ORDER BY f.uploaded_at DESC, f.id DESC LIMIT $4`,
      [eventId, at, id, limit + 1, session ?? null],
    );
    const items = rows.slice(0, limit).map(seen);
    const last = items.at(-1);
    return { items, next: rows.length > limit && last !== undefined ? `${last.uploadedAt} ${last.id}` : null };
  }

  /** What a speaker handed in for their sessions, oldest first. */
  async ofSpeaker(eventId: string, speaker: string): Promise<DraftFile[]> {
    const rows: FileRow[] = await this.dataSource.query(
      `SELECT ${columns} FROM ${joined} WHERE f.event_id = $1 AND f.speaker = $2 ORDER BY f.uploaded_at, f.id`,
      [eventId, speaker],
    );
    return rows.map(seen);
  }

  /**
   * Takes a file away that nothing names; of a speaker only what they handed in. Problems: 404 `file.unknown`, 409
   * `file.used` while the draft or a release names it.
   */
  delete(eventId: string, id: string, who: string, speaker: string | null = null): Promise<void> {
    const at = this.clock.now();
    return transaction(this.dataSource, async (manager) => {
      const file = await fileOf(manager, eventId, id);
      if (speaker !== null && file.handedIn?.speaker !== speaker) throw unknown();
      const [used] = await manager.query<object[]>(
        `SELECT 1 FROM sessions WHERE event_id = $1 AND position($2 IN materials::text) > 0
         UNION ALL SELECT 1 FROM funders WHERE event_id = $1 AND position($2 IN logos::text) > 0
         UNION ALL SELECT 1 FROM releases WHERE event_id = $1 AND position($2 IN content::text) > 0 LIMIT 1`,
        [eventId, `/files/${id}/`],
      );
      if (used !== undefined) throw new Problem(409, 'file.used', 'The programme or a release of it names this file.');
      await manager.delete(EventFileEntity, { id });
      await audit(manager, {
        eventId,
        at,
        who,
        action: 'file.deleted',
        subject: file.handedIn?.speaker ?? file.name,
        before: { name: file.name },
      });
    });
  }

  /** The bytes and where they belong. Problem 404 `file.unknown`. */
  async bytes(id: string): Promise<EventFileEntity> {
    const file = await this.find(id);
    if (file === null) throw unknown();
    return file;
  }

  /** A file with its bytes; null when there is none. */
  find(id: string): Promise<EventFileEntity | null> {
    return this.dataSource.manager.findOneBy(EventFileEntity, { id });
  }

  /** Whether the newest release of its event names a file. Asks nothing of the database while the release is the same. */
  async isPublic(eventId: string, id: string): Promise<boolean> {
    const published = await this.published.current(eventId);
    if (published === null) return false;
    return this.namedBy(published.texts, materialsOf).has(id) || this.namedBy(published.programme, logosOf).has(id);
  }

  private namedBy<T extends object>(of: T, urlsOf: (of: T) => string[]): ReadonlySet<string> {
    let ids = this.named.get(of);
    if (ids === undefined) {
      ids = new Set(urlsOf(of).flatMap((url) => keptFile.exec(url)?.[1] ?? []));
      this.named.set(of, ids);
    }
    return ids;
  }
}

/**
 * Gives a copied event files of its own for those that its content names, so that it serves them whatever becomes of the
 * other event; answers the content with their addresses. To be called when the event's row is there.
 */
export async function copyFiles(
  manager: EntityManager,
  from: string,
  content: ProgrammeContent,
): Promise<ProgrammeContent> {
  const named = [
    ...logosOf(content),
    ...Object.values(content.texts.sessions).flatMap(({ materials }) => materials.map(({ url }) => url)),
  ];
  const ids = new Map(named.flatMap((url) => keptFile.exec(url)?.[1] ?? []).map((id) => [id, randomUUID()]));
  if (ids.size === 0) return content;
  // One that was handed in belongs to everybody who copies the programme.
  const kept: { id: string; copy: string }[] = await manager.query(
    `WITH wanted AS (
       SELECT DISTINCT ON (f.digest) n.id AS copy, f.* FROM unnest($2::uuid[], $3::uuid[]) AS o(old, id_new)
         JOIN event_files f ON f.id = o.old AND f.event_id = $4, LATERAL (SELECT o.id_new AS id) AS n ORDER BY f.digest, f.id),
     made AS (INSERT INTO event_files (id, event_id, name, media_type, bytes, digest, uploaded_at)
       SELECT copy, $1, name, media_type, bytes, digest, uploaded_at FROM wanted RETURNING id, digest)
     SELECT f.id, m.id AS copy FROM made m JOIN event_files f ON f.digest = m.digest AND f.event_id = $4 AND f.id = ANY($2)`,
    [content.event.id, [...ids.keys()], [...ids.values()], from],
  );
  const copies = new Map(kept.map(({ id, copy }) => [id, copy]));
  const moved = <T extends { url: string }>(one: T): T => {
    const id = keptFile.exec(one.url)?.[1];
    const copy = id === undefined ? undefined : copies.get(id);
    return id === undefined || copy === undefined ? one : { ...one, url: one.url.replace(id, copy) };
  };
  return {
    ...content,
    funders: content.funders.map((funder) => ({ ...funder, logos: funder.logos.map(moved) })),
    texts: {
      ...content.texts,
      sessions: Object.fromEntries(
        Object.entries(content.texts.sessions).map(([code, texts]) => [
          code,
          { ...texts, materials: texts.materials.map(moved) },
        ]),
      ),
    },
  };
}

const materialsOf = ({ sessions }: Published['texts']): string[] =>
  Object.values(sessions).flatMap(({ materials }) => materials.map(({ url }) => url));
const logosOf = ({ funders }: Pick<ProgrammeContent, 'funders'>): string[] =>
  funders.flatMap(({ logos }) => logos.map(({ url }) => url));

export const unknown = (): Problem => new Problem(404, 'file.unknown', 'There is no such file.');

async function read(
  bytes: unknown,
  purpose: FileUpload['for'],
): Promise<Pick<EventFileEntity, 'bytes' | 'mediaType' | 'digest'>> {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0)
    throw invalidInput([
      { path: '', message: 'must be the bytes of a file, as application/octet-stream', code: 'field.wrong' },
    ]);
  const most = mostFileBytes[purpose];
  if (bytes.length > most)
    throw new Problem(413, 'file.tooLarge', `The file has ${bytes.length} bytes, at most ${most} may be.`, { most });
  const mediaType = await kindOf(bytes, purpose === 'logo' ? pictures : documents);
  if (mediaType === null)
    throw new Problem(
      422,
      'file.kindRefused',
      purpose === 'logo'
        ? 'A logo must be a PNG, JPEG or WebP picture; of SVG make a PNG of 400 pixels or more.'
        : 'The file must be a PDF, PowerPoint (pptx), OpenDocument (odp), PNG, JPEG or WebP file and nothing else at once.',
    );
  return { bytes, mediaType, digest: createHash('sha256').update(bytes).digest('hex') };
}

async function fileOf(manager: EntityManager, eventId: string, id: string): Promise<DraftFile> {
  const [row]: FileRow[] = await manager.query(`SELECT ${columns} FROM ${joined} WHERE f.event_id = $1 AND f.id = $2`, [
    eventId,
    id,
  ]);
  if (row === undefined) throw unknown();
  return seen(row);
}

function seen({ id, name, mediaType, bytes, uploadedAt, speaker, speakerName, session }: FileRow): DraftFile {
  // Spaces and slashes in the last part would end an address early.
  const last = encodeURIComponent(savedName(name, mediaType));
  return {
    id,
    name,
    mediaType,
    bytes,
    uploadedAt: uploadedAt.toISOString(),
    url: `/files/${id}/${last}`,
    handedIn: speaker === null || session === null ? null : { speaker, name: speakerName ?? speaker, session },
  };
}
