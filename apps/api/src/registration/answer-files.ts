import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Answers, FileAnswer, Question } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { fileAnswered, kindOf, type MediaType } from '../platform/file-kind.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { Presents } from './present.js';
import { AnswerFileEntity } from './answer-file.entity.js';

const kinds: readonly MediaType[] = ['application/pdf', 'image/png', 'image/jpeg'];

/** Files that answer questions: PDF, PNG and JPEG. */
@Injectable()
export class AnswerFiles {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Keeps a file for the day in which somebody registers with it. Problems: 409 `files.unasked` where no question takes
   * one, 422 `input.invalid`.
   */
  async keep(eventId: string, name: string, bytes: unknown): Promise<FileAnswer> {
    const { rules } = await this.presents.of(eventId);
    if (!rules.questions.some(({ kind }) => kind === 'file'))
      throw new Problem(409, 'files.unasked', 'Nothing here asks for a file.');
    if (!Buffer.isBuffer(bytes) || bytes.length === 0)
      throw invalidInput([
        { path: '', message: 'must be the bytes of a file, as application/octet-stream', code: 'field.wrong' },
      ]);
    const mediaType = await kindOf(bytes, kinds);
    if (mediaType === null)
      throw invalidInput([{ path: '', message: 'must be a PDF, PNG or JPEG file', code: 'file.kindRefused' }]);
    const id = randomUUID();
    await this.dataSource.manager.insert(AnswerFileEntity, {
      id,
      eventId,
      name,
      mediaType,
      bytes,
      uploadedAt: this.clock.now(),
    });
    return { file: id, name, bytes: bytes.length };
  }

  /** To be saved, never shown by the browser as a page of ours. 404 `file.unknown`. */
  async read(id: string, { eventId, code }: { eventId: string; code: string }): Promise<StreamableFile> {
    const [file]: Pick<AnswerFileEntity, 'name' | 'mediaType' | 'bytes'>[] = await this.dataSource.query(
      `SELECT f.name, f.media_type AS "mediaType", f.bytes FROM answer_files f
         JOIN registrations r ON r.id = f.registration_id WHERE f.id = $1 AND r.event_id = $2 AND r.code = $3`,
      [id, eventId, code],
    );
    if (file === undefined) throw new Problem(404, 'file.unknown', 'There is no such file.');
    return fileAnswered(file, 'attachment');
  }
}

/**
 * Makes the files that somebody answers with theirs; from then on they are kept. Problem 422 `input.invalid` where one is
 * not there (any more) or another person's.
 */
export async function claimFiles(
  manager: EntityManager,
  eventId: string,
  registrationId: string,
  questions: readonly Question[],
  answers: Answers,
  pathOf: (key: string) => string = (key) => `answers.${key}`,
): Promise<void> {
  const given = filesIn(questions, answers);
  if (given.length === 0) return;
  const [claimed] = await manager.query<[{ id: string }[], number]>(
    `UPDATE answer_files SET registration_id = $2
      WHERE id = ANY($1::uuid[]) AND event_id = $3 AND (registration_id IS NULL OR registration_id = $2) RETURNING id`,
    [given.map(({ file }) => file), registrationId, eventId],
  );
  const missing = given.filter(({ file }) => !claimed.some(({ id }) => id === file.toLowerCase()));
  if (missing.length > 0)
    throw invalidInput(
      missing.map(({ key }) => ({
        path: pathOf(key),
        message: 'must be a file that was just sent',
        code: 'file.unknown',
      })),
    );
}

/** Deletes the files of a registration that its answers name no longer. */
export async function deleteUnnamedFiles(
  manager: EntityManager,
  registrationId: string,
  questions: readonly Question[],
  answers: Answers,
): Promise<void> {
  await manager.query('DELETE FROM answer_files WHERE registration_id = $1 AND id <> ALL($2::uuid[])', [
    registrationId,
    filesIn(questions, answers).map(({ file }) => file),
  ]);
}

function filesIn(questions: readonly Question[], answers: Answers): { key: string; file: string }[] {
  return questions.flatMap(({ key, kind }) => {
    const file = answers[key];
    return kind === 'file' && typeof file === 'string' && file !== '' ? [{ key, file }] : [];
  });
}
