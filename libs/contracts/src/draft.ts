import { z } from 'zod';
import {
  sessionKinds,
  type Conflict,
  type PlannedSession,
  type PlannedSlot,
  type ProgrammeContent,
  type ReleaseDiff,
  type SessionTexts,
} from '@kopa/domain';
import { keptFile } from './files.js';
import { count, id, instant, sessionCode, texts, titled } from './scalars.js';

const item = z.strictObject({ title: texts, speakerId: id.nullable(), minutes: count });
const capacity = z.strictObject({ 'in-person': count.nullable(), online: count.nullable() });
const addOn = z.strictObject({
  meetAt: instant.nullable(),
  departAt: instant.nullable(),
  returnAt: instant.nullable(),
  meetingPoint: texts,
  travelMinutes: count.nullable(),
  minimumNumber: count.nullable(),
  goNoGoAt: instant.nullable(),
  bring: texts,
  minimumAge: z.int().min(0).max(120).nullable(),
});

const slotTimes = { startsAt: instant, endsAt: instant, roomId: id.nullable(), onlineRoomId: id.nullable() };

const link = z.url({
  protocol: /^https?$/,
  error: 'must be an http:// or https:// address, or a file that was uploaded',
});
const kept = z.string().regex(keptFile, 'must be an http:// or https:// address, or a file that was uploaded');

const editableSession = {
  title: titled,
  subtitle: texts,
  abstract: texts,
  description: texts,
  kind: z.enum(sessionKinds),
  language: z.string().min(2).max(35).nullable(),
  otherLanguages: z.array(z.string().min(2).max(35)),
  interpretation: z.array(z.string().min(2).max(35)),
  capacity,
  trackId: id.nullable(),
  speakerIds: z.array(id).refine((ids) => new Set(ids).size === ids.length, 'must name each speaker once'),
  items: z.array(item),
  materials: z.array(z.strictObject({ title: z.string().max(300), url: link.or(kept) })),
  addOn: addOn.nullable(),
  alternativeOf: sessionCode.nullable(),
};

/** Body of `PATCH /events/:slug/draft/sessions/:id`: what is left out stays. */
export const sessionPatch = z.strictObject(editableSession).partial().meta({ id: 'SessionPatch' });
export type SessionPatch = z.infer<typeof sessionPatch>;

/** Body of `POST /events/:slug/draft/sessions`. */
export const sessionCreation = z
  .strictObject({ code: sessionCode, ...editableSession })
  .partial()
  .required({ code: true, title: true, kind: true })
  .extend({
    slots: z.array(z.strictObject(slotTimes)).default([]),
    /** Of a session that is made again after it was deleted, so that it stays the same one. */
    id: id.optional(),
  })
  .meta({ id: 'SessionCreation' });
export type SessionCreation = z.infer<typeof sessionCreation>;

/** Body of `PATCH /events/:slug/draft/slots/:id`. */
export const slotPatch = z.strictObject(slotTimes).partial().meta({ id: 'SlotPatch' });
export type SlotPatch = z.infer<typeof slotPatch>;

/** A slot of the draft, with the version that an edit of it must name. */
export interface DraftSlot extends PlannedSlot {
  version: number;
}

/** A session of the draft without its long texts. */
export interface DraftOutline extends Omit<PlannedSession, 'slots'> {
  version: number;
  slots: DraftSlot[];
}

/** A session of the draft. */
export interface DraftSession extends DraftOutline {
  texts: SessionTexts;
}

/** Answer of a write to one session of the draft. */
export interface DraftAnswer {
  session: DraftSession;
  /** Clashes of this session with others: warnings, never refusals. */
  warnings: Conflict[];
}

/**
 * Body of `PUT /events/:slug/draft/speakers/:id/availability`: when a speaker can. null: always; none: never. Organisers
 * alone see it.
 */
export const speakerAvailability = z
  .strictObject({
    times: z
      .array(
        z
          .strictObject({ startsAt: instant, endsAt: instant })
          .refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), {
            path: ['endsAt'],
            message: 'must be after startsAt',
          }),
      )
      .max(60)
      .nullable(),
  })
  .meta({ id: 'SpeakerAvailability' });
export type SpeakerAvailability = z.infer<typeof speakerAvailability>;

/** Query of `GET /events/:slug/draft`: without `texts=0` the long texts come with it. */
export const draftQuery = z.strictObject({ texts: z.enum(['0', '1']).optional() });
export type DraftQuery = z.infer<typeof draftQuery>;

/** Answer of `GET /events/:slug/draft?texts=0`: what the agenda editor works on. */
export interface DraftAgenda extends Omit<ProgrammeContent, 'sessions' | 'texts'> {
  sessions: DraftOutline[];
  warnings: Conflict[];
  /** When speakers can, by their id; those of whom nothing is said always can. */
  availability: Record<string, { startsAt: string; endsAt: string }[]>;
  /** Where the `organisers` stream stood: rows after `seq` are not in it yet. */
  stream: { epoch: string; seq: number };
}

const stand = z.strictObject(slotTimes).meta({ id: 'Stand' });

/**
 * Body of `POST /events/:slug/draft/placements`: slots that are placed, moved or taken away together, or none of them.
 * An edit of a slot that stands already as it says is done, so that a lost answer can be asked for again.
 */
export const placementRequest = z
  .strictObject({
    edits: z
      .array(
        z.strictObject({
          /** Of a new slot one that the sender made up, so that it keeps its id, and calendars their entry, when it is undone. */
          slot: id,
          session: id,
          /** The version that the sender saw; null: none, the slot is new. */
          seen: z.int().min(1).nullable(),
          /** Where it is to stand; null takes it away. */
          to: stand.nullable(),
        }),
      )
      .min(1)
      .max(100)
      .refine((edits) => new Set(edits.map(({ slot }) => slot)).size === edits.length, 'must name each slot once'),
  })
  .meta({ id: 'PlacementRequest' });
export type PlacementRequest = z.infer<typeof placementRequest>;

/** What became of a slot; `slot` null: it is gone. */
export interface PlacedEdit {
  id: string;
  /** Id of its session. */
  session: string;
  slot: DraftSlot | null;
}

export interface PlacementAnswer {
  edits: PlacedEdit[];
  /** Sessions whose logistics moved with their slot, with the version that they have now. */
  logistics: { session: string; version: number; addOn: DraftOutline['addOn'] }[];
}

/** A row of the `organisers` stream: who placed what. */
export interface DraftPlaced extends PlacementAnswer {
  seq: number;
  at: string;
  type: 'draft.placed';
  /** As the audit trail names them. */
  by: string;
}

/** A row of the `organisers` stream: when a speaker can; null: always. */
export interface SpeakerAvailable {
  seq: number;
  at: string;
  type: 'speaker.available';
  /** Id of the speaker. */
  speaker: string;
  times: SpeakerAvailability['times'];
}

/** A row of the `organisers` stream: a session of the draft was made or edited; its after-image without texts. */
export interface DraftUpdated {
  seq: number;
  at: string;
  type: 'draft.updated';
  session: string;
  id: string;
  after: DraftOutline;
}

/** Body of `PUT /events/:slug/draft/presence`: that somebody has the editor open, repeated every few seconds. */
export const presenceRequest = z
  .strictObject({
    /** One open page of the editor. */
    tab: id,
    /** The session that is looked at. */
    session: id.nullable().default(null),
    /** True when the page closes. */
    leaves: z.boolean().default(false),
  })
  .meta({ id: 'PresenceRequest' });
export type PresenceRequest = z.infer<typeof presenceRequest>;

/** Who else has the editor open. */
export interface Presence {
  tab: string;
  who: string;
  /** Name of the account or token, empty when it has none. */
  name: string;
  session: string | null;
}

/** Answer of `GET /events/:slug/draft/booked`: what is booked already, by what is published. */
export interface DraftBooked {
  /** Places in person that are taken, by session code. */
  taken: Record<string, number>;
  /** Pairs of sessions, at least one of them an add-on, that the same people have booked; `inPerson`: those who come to both. */
  together: { sessions: [string, string]; people: number; inPerson: number }[];
}

const editableRoom = {
  name: titled,
  seats: count.nullable(),
  provider: z.string().max(80).nullable(),
  access: z.enum(['public', 'registered']),
  position: count,
  /** Where an online room is joined; kept from everything public. null takes it away. */
  joinUrl: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).nullable(),
};

/** Body of `POST /events/:slug/draft/rooms`. */
export const roomCreation = z
  .strictObject({ kind: z.enum(['physical', 'online']), ...editableRoom })
  .partial()
  .required({ kind: true, name: true })
  .meta({ id: 'RoomCreation' });
export type RoomCreation = z.infer<typeof roomCreation>;

/** Body of `PATCH /events/:slug/draft/rooms/:id`: what is left out stays. */
export const roomPatch = z.strictObject(editableRoom).partial().meta({ id: 'RoomPatch' });
export type RoomPatch = z.infer<typeof roomPatch>;

/** Whom a release would hit. */
export interface ReleaseHits {
  /** Who booked or starred what changes, and to how many of them it makes a conflict in their agenda. */
  people: { concerned: number; clashing: number };
  /** Of each session that is moved, changed or taken away, by code: places that are taken, waiting, and stars. */
  sessions: Record<string, { taken: number; waiting: number; starred: number }>;
  /** Speakers of what is added, moved, changed or taken away, with the codes of their sessions; by name. */
  speakers: { code: string; name: string; sessions: string[]; hasEmail: boolean }[];
}

/** Answer of `GET /events/:slug/draft/diff`. */
export interface DraftDiff extends ReleaseDiff {
  /** The number that the next release gets. */
  number: number;
  hits: ReleaseHits;
}

/** Query of `GET /events/:slug/releases/:number/diff`: compared with this release, 0 for none; else the one before. */
export const releaseDiffQuery = z.strictObject({ since: z.coerce.number('must be a number').int().min(0).optional() });
export type ReleaseDiffQuery = z.infer<typeof releaseDiffQuery>;

/** Body of `POST /events/:slug/draft/restore`: a release, or a draft that another restore replaced. */
export const draftRestore = z
  .union([z.strictObject({ release: z.int().min(1) }), z.strictObject({ kept: id })])
  .meta({ id: 'DraftRestore' });
export type DraftRestore = z.infer<typeof draftRestore>;

/** Body of `POST /events/:slug/releases`; `choices` answers the diff's `choicesNeeded` by slot id. */
export const releaseRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    message: z.string().max(4000).default(''),
    choices: z.record(id, z.enum(['live', 'draft'])).default({}),
    /** Who is told by mail: those who booked or starred what changes, and the speakers of what changes. */
    notify: z
      .strictObject({ participants: z.boolean().default(true), speakers: z.boolean().default(false) })
      .default({ participants: true, speakers: false }),
  })
  .meta({ id: 'ReleaseRequest' });
export type ReleaseRequest = z.infer<typeof releaseRequest>;
