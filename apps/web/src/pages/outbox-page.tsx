import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useEvent } from '../programme/event-context.js';
import { Loading } from '../shell/notices.js';

/** Where the outbox once was: it stands among the organisers' pages now. */
export function OutboxPage() {
  const { slug } = useEvent();
  const router = useRouter();
  useEffect(() => {
    router.history.replace(`/organise/${encodeURIComponent(slug)}/mail`);
  }, [router, slug]);
  return <Loading />;
}
