import type { QueryClient } from '@tanstack/react-query';
import { io } from 'socket.io-client';
import type { Counts, RegistrationView } from '@kopa/contracts';
import { applyChanges, withAnnouncement, type Announcement, type AnnouncementChange, type Change } from '@kopa/domain';
import { heldProgramme, hold, furtherOf, programmeKey, recentKey, textsKey } from './held-programme.js';
import { agendaKey, announcementsKey, countsKey, ownKey, ownRowsKey } from './live-keys.js';
import { AnswerError, fetchChanges, fetchProgramme, type ChangeBatch } from './remote.js';

/** How the held programme is kept right: by socket, by asking every 15 s, or not at all for the moment. */
export type Connection = 'connecting' | 'live' | 'polling' | 'disconnected' | 'offline';

const pollAfter = 10_000;
const pollEvery = 15_000;
const confirmEvery = 60_000;
/** How long after a change of places those who wait look again, at least; at most twice that. */
const lookAfter = 3_000;
const recentKept = 60;

/** A row of one's own stream; what more it holds goes by its type. */
export interface OwnRow {
  seq: number;
  at: string;
  type: string;
}

interface Synced {
  streams: { event?: number; me?: number };
}
interface Reset {
  stream: string;
  epoch: string;
  seq: number;
}

interface OwnBatch {
  stream: 'me';
  seq: number;
  changes: OwnRow[];
}

const isAnnouncement = (row: { type: string }): row is AnnouncementChange => row.type.startsWith('announcement.');

const isOwnBatch = (batch: { stream: string }): batch is OwnBatch => batch.stream === 'me';

/** Refusals of somebody who may not, or no longer, follow the stream of their registration. */
const ownRefused = ['access.denied', 'stream.unknown'];

/**
 * Follows the public stream of an event and patches the held programme, by the rule of the contract: apply a batch that
 * begins at or before what is held, ask again by `sync` when it begins after, fetch the snapshot on `reset`. The same
 * socket brings the places left, and with `isOwn` says when the registration in the browser's cookie changed.
 * Returns the function that ends it.
 */
export function followEvent(
  client: QueryClient,
  slug: string,
  isOwn: boolean,
  tell: (connection: Connection) => void,
): () => void {
  let isOver = false;
  let followsOwn = isOwn;
  let ownSeq = 0;
  let isSynced = false;
  let isFetching = false;
  let pollTimer: number | undefined;
  let lookTimer: number | undefined;

  const cursor = (): { since: number; epoch: string } => {
    const programme = heldProgramme(client, slug)?.programme;
    return { since: programme?.seq ?? 0, epoch: programme?.epoch ?? '' };
  };

  const socket = io('/live', {
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    auth: (give) => {
      const { since, epoch } = cursor();
      give({ event: slug, since: followsOwn ? { event: since, me: ownSeq } : since, epoch });
    },
  });

  const refreshOwn = (): void => {
    if (!isOwn) return;
    void client.invalidateQueries({ queryKey: ownKey(slug) });
    void client.invalidateQueries({ queryKey: agendaKey(slug) });
    // Whoever is in another session's or day's place belongs to what is said there.
    void client.invalidateQueries({ queryKey: announcementsKey(slug, 'own') });
  };
  /** What is not held yet is fetched whole. */
  const takeAnnouncements = (to: 'all' | 'own', rows: readonly { type: string }[]): void => {
    for (const { announcement } of rows.filter(isAnnouncement))
      client.setQueryData<Announcement[]>(
        announcementsKey(slug, to),
        (known) => known && withAnnouncement(known, announcement),
      );
  };
  const takeOwn = (seq: number, rows: readonly OwnRow[] = []): void => {
    const fresh = rows.filter((row) => row.seq > ownSeq);
    if (fresh.length > 0)
      client.setQueryData<OwnRow[]>(ownRowsKey(slug), (known = []) => [...known, ...fresh].slice(-recentKept));
    ownSeq = seq;
    takeAnnouncements('own', fresh);
    // Thousands hear an announcement at once, and nothing of theirs has changed.
    if (fresh.length === 0 || !fresh.every(isAnnouncement)) refreshOwn();
  };

  const confirm = (): void => {
    const held = heldProgramme(client, slug);
    if (held !== undefined) hold(client, slug, { ...held, confirmedAt: Date.now() });
  };

  const sync = (): void => {
    if (socket.connected) socket.emit('sync', { stream: 'event', ...cursor() });
  };

  const remember = (rows: readonly Change[]): void => {
    client.setQueryData<Change[]>(recentKey(slug), (known = []) => {
      const seen = new Set(known.map(({ seq }) => seq));
      return [...known, ...rows.filter(({ seq }) => !seen.has(seq))].slice(-recentKept);
    });
  };

  /** Fetches a snapshot at `atLeast` or later; asks again each second while the server is behind or away. */
  const fetchSnapshot = async (atLeast: number): Promise<void> => {
    if (isFetching) return;
    isFetching = true;
    try {
      for (let attempt = 0; attempt < 30 && !isOver; attempt++) {
        try {
          const programme = await fetchProgramme(slug, atLeast);
          hold(client, slug, furtherOf(heldProgramme(client, slug), { programme, confirmedAt: Date.now() }));
          void client.invalidateQueries({ queryKey: announcementsKey(slug, 'all') });
          await client.invalidateQueries({ queryKey: textsKey(slug) });
          return;
        } catch (error) {
          if (error instanceof AnswerError && error.status < 500) return;
          await new Promise((resolve) => setTimeout(resolve, 1_000));
        }
      }
    } finally {
      isFetching = false;
      // Rows that came meanwhile were passed over: ask for them.
      if (!isOver) sync();
    }
  };

  const take = (batch: ChangeBatch): void => {
    const held = heldProgramme(client, slug);
    if (held === undefined || isFetching) return;
    if (batch.epoch !== held.programme.epoch) {
      void fetchSnapshot(batch.seq);
      return;
    }
    if (batch.from > held.programme.seq) {
      sync();
      return;
    }
    const rows = batch.changes.filter(({ seq }) => seq > held.programme.seq);
    const programme = applyChanges(held.programme, rows);
    remember(rows);
    takeAnnouncements('all', rows);
    if (programme === 'refetch') {
      void fetchSnapshot(batch.seq);
      return;
    }
    hold(client, slug, { programme, confirmedAt: Date.now() });
    if (rows.some((row) => row.type === 'programme.released' && row.textsChanged)) {
      void client.invalidateQueries({ queryKey: textsKey(slug) });
    }
  };

  const tellLost = (): void => tell(navigator.onLine ? 'disconnected' : 'offline');

  const poll = async (): Promise<void> => {
    if (isOver || isSynced) return;
    const { since, epoch } = cursor();
    try {
      take(await fetchChanges(slug, since, epoch));
      // The socket may have come back, or the page gone, while the answer was on its way.
      if (mayPoll()) tell('polling');
    } catch (error) {
      if (error instanceof AnswerError && error.status === 410) await fetchSnapshot(0);
      else if (mayPoll()) tellLost();
    }
    if (mayPoll()) pollTimer = window.setTimeout(() => void poll(), pollEvery);
  };
  const mayPoll = (): boolean => !isOver && !isSynced;

  /** Places in a queue move without a row of one's own: whoever waits looks again soon, not all of them at once. */
  const lookSoon = (): void => {
    const own = client.getQueryData<RegistrationView>(ownKey(slug));
    const waits = [...(own?.days ?? []), ...(own?.bookings ?? [])].some(({ status }) => status === 'waitlisted');
    if (!followsOwn || !waits || lookTimer !== undefined) return;
    lookTimer = window.setTimeout(
      () => {
        lookTimer = undefined;
        if (!isOver) refreshOwn();
      },
      lookAfter * (1 + Math.random()),
    );
  };

  const startPolling = (after: number): void => {
    window.clearTimeout(pollTimer);
    pollTimer = window.setTimeout(() => void poll(), after);
  };

  socket.on('change', (batch: ChangeBatch | OwnBatch) => {
    if (isOwnBatch(batch)) takeOwn(Math.max(ownSeq, batch.seq), batch.changes);
    else if (batch.stream === 'event') take(batch);
  });
  socket.on('counts', (counts: Counts) => {
    client.setQueryData(countsKey(slug), counts);
    lookSoon();
  });
  socket.on('synced', ({ streams }: Synced) => {
    // Queue positions move without a row of one's own stream: a fresh look after each connection.
    if (streams.me !== undefined) takeOwn(streams.me);
    isSynced = true;
    window.clearTimeout(pollTimer);
    confirm();
    tell('live');
  });
  socket.on('reset', ({ stream, seq }: Reset) => {
    if (stream === 'event') void fetchSnapshot(seq);
    else if (stream === 'me') takeOwn(seq);
  });
  socket.on('disconnect', (reason) => {
    const wasSynced = isSynced;
    isSynced = false;
    if (isOver) return;
    if (wasSynced) confirm();
    tellLost();
    startPolling(pollAfter);
    // The server closed this one on purpose; a new handshake decides whether we may come back.
    if (reason !== 'io server disconnect') return;
    refreshOwn();
    window.setTimeout(() => !isOver && socket.connect(), 2_000);
  });
  socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
    if (followsOwn && ownRefused.includes(error.data?.code ?? '')) {
      // The programme is public all the same.
      followsOwn = false;
      refreshOwn();
      if (!isOver) socket.connect();
      return;
    }
    if (!isOver && !isSynced && pollTimer === undefined) startPolling(pollAfter);
    if (!isOver && !isSynced) tellLost();
  });
  startPolling(pollAfter);

  const onFront = (): void => {
    if (document.visibilityState === 'visible') {
      void client.invalidateQueries({ queryKey: programmeKey(slug) });
      if (!socket.connected && socket.active) socket.connect();
    } else if (isSynced) confirm();
  };
  const onOnline = (): void => {
    void client.invalidateQueries({ queryKey: programmeKey(slug) });
    if (!socket.connected) socket.connect();
  };
  const onOffline = (): void => {
    if (isSynced) confirm();
    tell('offline');
    // The dead connection would be noticed only at the next missed ping.
    socket.disconnect();
  };
  const confirmTimer = window.setInterval(() => isSynced && confirm(), confirmEvery);
  document.addEventListener('visibilitychange', onFront);
  window.addEventListener('online', onOnline);
  window.addEventListener('offline', onOffline);

  return () => {
    isOver = true;
    window.clearTimeout(pollTimer);
    window.clearTimeout(lookTimer);
    window.clearInterval(confirmTimer);
    document.removeEventListener('visibilitychange', onFront);
    window.removeEventListener('online', onOnline);
    window.removeEventListener('offline', onOffline);
    socket.disconnect();
  };
}
