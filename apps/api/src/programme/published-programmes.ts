import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { applyChange, type Change } from '@kopa/domain';
import { DeletedEvents, eventDeleted } from '../events/deleted-events.js';
import { EventEntity } from '../events/event.entity.js';
import { StreamTail } from '../live/stream-tail.js';
import { Problem } from '../platform/problem.js';
import { loadPublished, type Published } from './published-rows.js';
import { renderFacts, renderTexts, type RenderedTexts } from './rich-texts.js';
import { serveDocument, type ServedDocument } from './served-document.js';

interface Entry {
  eventId: string;
  published: Published;
  /** Its long texts as they were rendered, kept for the next release: most stay. */
  rendered: RenderedTexts;
  /** Bytes of the programme at `seq`, made once; a promise while they are being made. */
  programme?: { seq: number; document: Promise<ServedDocument>; ready?: ServedDocument };
  texts?: { of: Published['texts']; document: Promise<ServedDocument> };
  /** Those who wait for a `seq`. */
  waiting: Set<() => void>;
}

/**
 * What events have published, in memory and at the newest `seq` that this process knows of. It follows the public
 * streams as any client does: a change is applied to the programme in memory; a release too large for its row, or a
 * gap, loads it anew.
 */
@Injectable()
export class PublishedProgrammes implements OnModuleInit {
  private readonly logger = new Logger(PublishedProgrammes.name);
  private readonly entries = new Map<string, Promise<Entry>>();
  /** Those of `entries` that are there. */
  private readonly loaded = new Map<string, Entry>();
  private readonly eventIds = new Map<string, string>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamTail) private readonly tail: StreamTail,
    @Inject(DeletedEvents) private readonly deleted: DeletedEvents,
  ) {}

  onModuleInit(): void {
    // A restored backup: what is in memory belongs to another history.
    this.tail.onReset(({ eventId, stream }) => {
      if (stream === 'event') this.drop(eventId);
    });
    // It may go for good by now: nothing of it is kept.
    this.deleted.onDeleted((eventId) => this.drop(eventId));
    this.tail.onEnd(({ eventId, stream }) => {
      if (stream === 'event') this.drop(eventId);
    });
    this.tail.onRows((batch) => {
      if (batch.stream !== 'event') return;
      this.take(batch.eventId, batch.from, batch.changes as unknown as Change[]).catch((error: unknown) => {
        this.logger.error(
          { err: error, eventId: batch.eventId },
          'A published change could not be taken; loading anew',
        );
        this.drop(batch.eventId);
      });
    });
  }

  /** Problem 404 `event.unknown` when there is no such event or it has no release yet. */
  async bySlug(slug: string): Promise<Published> {
    return (await this.entry(await this.idOf(slug))).published;
  }

  /** Null before the first release, and once the event is deleted. */
  async current(eventId: string): Promise<Published | null> {
    if (this.deleted.has(eventId)) return null;
    try {
      return (await this.entry(eventId)).published;
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }
  }

  /** What is in memory, at whatever `seq`; null when nothing is. Waits for nothing. */
  inMemory(eventId: string): Published | null {
    return this.loaded.get(eventId)?.published ?? null;
  }

  /** Bytes of the programme document at the newest known `seq`, at least `atLeast`; null when that was not reached in 2 s. */
  async programmeDocument(slug: string, atLeast = 0): Promise<ServedDocument | null> {
    const eventId = this.eventIds.get(slug) ?? (await this.idOf(slug));
    const entry = await this.entry(eventId);
    if (entry.published.programme.seq < atLeast && !(await this.reached(entry, atLeast))) return null;
    const { seq } = entry.published.programme;
    if (entry.programme?.seq !== seq) {
      const making: NonNullable<Entry['programme']> = { seq, document: serveDocument(entry.published.programme) };
      entry.programme = making;
      making.ready = await making.document;
    }
    return entry.programme.document;
  }

  /** Bytes of the programme at the newest known `seq` if they are made already; undefined when it takes asking. */
  readyDocument(slug: string): ServedDocument | undefined {
    if (this.deleted.hasSlug(slug)) return undefined;
    const entry = this.loaded.get(this.eventIds.get(slug) ?? '');
    return entry?.programme?.seq === entry?.published.programme.seq ? entry?.programme?.ready : undefined;
  }

  /** Bytes of the long texts. */
  async textsDocument(slug: string): Promise<ServedDocument> {
    const entry = await this.entry(await this.idOf(slug));
    const { texts } = entry.published;
    if (entry.texts?.of !== texts) entry.texts = { of: texts, document: serveDocument(texts) };
    return entry.texts.document;
  }

  /** Resolves when this process serves `seq`; false after 2 s without. */
  async awaitSeq(eventId: string, seq: number): Promise<boolean> {
    const entry = await this.entry(eventId);
    return entry.published.programme.seq >= seq || this.reached(entry, seq);
  }

  private async idOf(slug: string): Promise<string> {
    const known = this.eventIds.get(slug);
    if (known !== undefined) return known;
    const event = await this.dataSource.manager.findOne(EventEntity, {
      where: { slug },
      select: { id: true, state: true },
    });
    if (event === null || event.state === 'draft') {
      throw new Problem(404, 'event.unknown', `There is no public event "${slug}".`);
    }
    if (event.state === 'deleted') throw eventDeleted();
    this.eventIds.set(slug, event.id);
    return event.id;
  }

  private entry(eventId: string): Promise<Entry> {
    const known = this.entries.get(eventId);
    if (known !== undefined) return known;
    const loading = this.load(eventId);
    this.entries.set(eventId, loading);
    loading.then(
      (entry) => {
        if (this.entries.get(eventId) === loading) this.loaded.set(eventId, entry);
      },
      () => {
        if (this.entries.get(eventId) === loading) this.drop(eventId);
      },
    );
    return loading;
  }

  /** The next reader loads it anew, and looks its slug up anew: a restored backup may have another event under it. */
  private drop(eventId: string): void {
    for (const [slug, id] of this.eventIds) if (id === eventId) this.eventIds.delete(slug);
    this.loaded.delete(eventId);
    if (this.entries.delete(eventId)) this.tail.unfollow(eventId, 'event');
  }

  private async load(eventId: string): Promise<Entry> {
    // Followed before it is read: a change committed in between arrives as a batch that reaches back.
    await this.tail.follow(eventId, 'event');
    const loaded = await loadPublished(this.dataSource.manager, eventId);
    if (loaded === null) throw new Problem(404, 'event.unknown', 'This event has not been published.');
    const { texts, rendered } = await renderTexts(loaded.texts, new Map());
    return { eventId, published: shownOf(loaded, texts), rendered, waiting: new Set() };
  }

  private async take(eventId: string, from: number, changes: Change[]): Promise<void> {
    const loading = this.entries.get(eventId);
    if (loading === undefined) return;
    const entry = await loading;
    const next = from > entry.published.programme.seq ? 'refetch' : this.applied(entry.published, changes);
    if (next === 'refetch') {
      const loaded = await loadPublished(this.dataSource.manager, eventId);
      if (loaded === null) throw new Error(`Event ${eventId} is published no longer`);
      const { texts, rendered } = await renderTexts(loaded.texts, entry.rendered);
      if (loaded.programme.seq >= entry.published.programme.seq) {
        entry.published = shownOf(loaded, texts);
        entry.rendered = rendered;
      }
    } else {
      entry.published = next;
    }
    for (const wake of entry.waiting) wake();
  }

  private applied(published: Published, changes: Change[]): Published | 'refetch' {
    let { programme } = published;
    for (const change of changes) {
      if (change.seq <= programme.seq) continue;
      // Long texts and removed slots are not in the row of a release.
      if (change.type === 'programme.released') return 'refetch';
      const next = applyChange(programme, change);
      if (next === 'refetch') return 'refetch';
      programme = next;
    }
    return programme === published.programme ? published : { ...published, programme };
  }

  private reached(entry: Entry, seq: number): Promise<boolean> {
    return new Promise((resolve) => {
      const wake = (): void => {
        if (entry.published.programme.seq < seq) return;
        finish(true);
      };
      const timer = setTimeout(() => finish(false), 2000);
      const finish = (reached: boolean): void => {
        clearTimeout(timer);
        entry.waiting.delete(wake);
        resolve(reached);
      };
      entry.waiting.add(wake);
      wake();
    });
  }
}

/** What is loaded as it is shown: its long texts, those of the event too, are HTML. */
function shownOf(loaded: Published, texts: Published['texts']): Published {
  const { programme } = loaded;
  return { ...loaded, programme: { ...programme, event: renderFacts(programme.event) }, texts };
}
