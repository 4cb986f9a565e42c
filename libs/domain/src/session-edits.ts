import { isEqual } from './equal.js';
import type { Capacity, Item, PlannedSession, SessionKind } from './programme.js';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What comes of two edits of the same record, and the fields that both altered otherwise, as `title.lv`. */
export interface JoinedFields<T> {
  merged: T;
  contested: string[];
}

/**
 * Joins two edits of `base`, field by field; records in it, such as texts by language, are joined field by field too,
 * lists are whole. A field is contested when both altered it and not alike; there `merged` has mine.
 */
export function joinFields<T extends object>(base: T, mine: T, theirs: T): JoinedFields<T> {
  const contested: string[] = [];
  const merged = join(base as Fields, mine as Fields, theirs as Fields, '', contested);
  return { merged: merged as T, contested };
}

function join(base: Fields, mine: Fields, theirs: Fields, path: string, contested: string[]): Fields {
  const merged: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [was, my, their] = [base[key], mine[key], theirs[key]];
    let value: unknown;
    if (isEqual(was, my)) value = their;
    else if (isEqual(was, their) || isEqual(my, their)) value = my;
    else if (isFields(was) && isFields(my) && isFields(their))
      value = join(was, my, their, `${path}${key}.`, contested);
    else {
      contested.push(`${path}${key}`);
      value = my;
    }
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

/** The fields of `record` that `edit` names: with them its edit can be taken back. */
export function fieldsAs<T extends object>(record: T, edit: Partial<T>): Partial<T> {
  return Object.fromEntries(Object.keys(edit).map((key) => [key, record[key as keyof T]])) as Partial<T>;
}

/** What is set of several sessions at once; what is left out stays. */
export interface BulkEdit {
  trackId?: string | null;
  kind?: SessionKind;
  language?: string | null;
  capacity?: Partial<Capacity>;
  /** Ids of speakers. */
  addSpeaker?: string;
  removeSpeaker?: string;
}

type BulkFields = Partial<Pick<PlannedSession, 'trackId' | 'kind' | 'language' | 'capacity' | 'speakerIds' | 'items'>>;

/** One session of an edit of several: the fields that change, as they were and as they will be. */
export interface SessionEdit {
  /** Id of the session. */
  session: string;
  before: BulkFields;
  after: BulkFields;
}

/** What setting something of several sessions alters in each; those that it does not alter are left out. */
export function planBulkEdit(sessions: readonly PlannedSession[], edit: BulkEdit): SessionEdit[] {
  return sessions.flatMap((session) => {
    const wanted = bulkFieldsOf(session, edit);
    const keys = (Object.keys(wanted) as (keyof BulkFields)[]).filter((key) => !isEqual(wanted[key], session[key]));
    if (keys.length === 0) return [];
    const only = (fields: BulkFields): BulkFields => Object.fromEntries(keys.map((key) => [key, fields[key]]));
    return [{ session: session.id, before: only(session), after: only(wanted) }];
  });
}

function bulkFieldsOf(session: PlannedSession, edit: BulkEdit): BulkFields {
  const { trackId, kind, language, capacity, addSpeaker, removeSpeaker } = edit;
  const fields: BulkFields = {};
  if (trackId !== undefined) fields.trackId = trackId;
  if (kind !== undefined) fields.kind = kind;
  if (language !== undefined) fields.language = language;
  if (capacity !== undefined) fields.capacity = { ...session.capacity, ...capacity };
  if (addSpeaker !== undefined && !session.speakerIds.includes(addSpeaker))
    fields.speakerIds = [...session.speakerIds, addSpeaker];
  if (removeSpeaker !== undefined) {
    fields.speakerIds = (fields.speakerIds ?? session.speakerIds).filter((id) => id !== removeSpeaker);
    fields.items = session.items.map((item) =>
      item.speakerId === removeSpeaker ? { ...item, speakerId: null } : item,
    );
  }
  return fields;
}

/** What takes an edit of several sessions back. */
export const invertSessionEdits = (edits: readonly SessionEdit[]): SessionEdit[] =>
  edits.map(({ session, before, after }) => ({ session, before: after, after: before }));

/** Minutes that items in turn take together. */
export const minutesOfItems = (items: readonly Item[]): number => items.reduce((sum, { minutes }) => sum + minutes, 0);

/** Why a session cannot be deleted from the draft. */
export type DeletionHindrance = 'session.placed' | 'session.released' | 'session.repeated';

/**
 * What stands in the way of deleting a session: it is in the agenda, others say that they repeat it, or it is in what
 * was released and nobody said that the next release shall take it out.
 */
export function hindranceOfDeletion(
  session: PlannedSession,
  sessions: readonly PlannedSession[],
  { isReleased, withdraws }: { isReleased: boolean; withdraws: boolean },
): DeletionHindrance | null {
  if (session.slots.length > 0) return 'session.placed';
  if (sessions.some(({ alternativeOf, id }) => alternativeOf === session.code && id !== session.id))
    return 'session.repeated';
  return isReleased && !withdraws ? 'session.released' : null;
}
