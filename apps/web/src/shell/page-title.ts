import { useEffect } from 'react';

/** Sets the document's title: the page first, then the event. */
export function usePageTitle(...parts: string[]): void {
  const title = [...parts, 'Kopā'].filter((part) => part !== '').join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
