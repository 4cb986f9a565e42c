import { useEffect, useState, useSyncExternalStore } from 'react';
import { RecordStore, type RecordSource, type RecordStanding, type Versioned } from './record-store.js';

/** A record that is saved as it is edited here; `record` is as it was read last. */
export function useRecord<F extends object>(
  source: RecordSource<F>,
  record: Versioned<F>,
): { store: RecordStore<F>; standing: RecordStanding<F> } {
  const [store] = useState(() => new RecordStore(source, record));
  const standing = useSyncExternalStore(store.subscribe, store.read);
  useEffect(() => store.open(), [store]);
  useEffect(() => store.take(record), [store, record]);
  return { store, standing };
}
