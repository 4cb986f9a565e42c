import { useRouter } from '@tanstack/react-router';
import type { ComponentProps, MouseEvent } from 'react';

interface AppLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  href: string;
}

/**
 * A link inside the app. It reads nothing of the router's state, so that a day of 500 cards stays cheap; keys that mean
 * "new tab" are left to the browser.
 */
export function AppLink({ href, onClick, ...rest }: AppLinkProps) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain) return;
    event.preventDefault();
    router.history.push(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
}

/** Address of an event's page; `part` as in `programme`, `live`, `sessions/CODE`. */
export function eventHref(slug: string, part = ''): string {
  const base = `/e/${encodeURIComponent(slug)}`;
  return part === '' ? base : `${base}/${part}`;
}

/** Address of a session's page. */
export function sessionHref(slug: string, code: string): string {
  return eventHref(slug, `sessions/${encodeURIComponent(code)}`);
}
