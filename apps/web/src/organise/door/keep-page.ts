/**
 * Keeps what this page is made of, so that it opens without a connection: the service worker keeps by itself only what
 * participants use. Where there is none, nothing is kept.
 */
export async function keepPage(): Promise<void> {
  if (!('caches' in window) || !('serviceWorker' in navigator)) return;
  try {
    // What reads codes comes when a ticket is scanned: there may be no connection then.
    if (!('BarcodeDetector' in window)) await import('qr/decode.js');
    const used = performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => new URL(name).origin === location.origin && /\/assets\/organise/.test(name));
    const cache = await caches.open('organise');
    await Promise.all(
      used.map(async (name) => {
        if ((await cache.match(name)) === undefined) await cache.add(name);
      }),
    );
  } catch {
    // It is kept the next time.
  }
}
