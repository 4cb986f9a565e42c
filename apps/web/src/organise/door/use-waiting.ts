import { useSyncExternalStore } from 'react';
import { WaitingList } from './waiting.js';

const lists = new Map<string, WaitingList>();

/** What waits to be sent at an event; sent while any page is open that asks for it. */
export function waitingOf(slug: string): WaitingList {
  let list = lists.get(slug);
  if (list === undefined) lists.set(slug, (list = new WaitingList(slug)));
  return list;
}

export function useWaiting(slug: string): ReturnType<WaitingList['read']> {
  const list = waitingOf(slug);
  return useSyncExternalStore(list.subscribe, list.read);
}
