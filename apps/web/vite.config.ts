import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Whether a module is of the organisers' door, or what reads codes there. Their styles come with its frame, `organise-context`. */
const isOrganisers = (file: string): boolean => /\/src\/(pages\/)?organise\/|\/node_modules\/qr\//.test(file);

const api = process.env['KOPA_API'] ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      strategies: 'generateSW',
      // A new version waits until no page of the old one is open: that page's parts are still to be had.
      registerType: 'prompt',
      injectRegister: 'script',
      manifest: {
        name: 'Kopā',
        short_name: 'Kopā',
        description: 'Programme of hybrid conferences, also without a connection',
        start_url: '/',
        display: 'standalone',
        background_color: '#f5f7fb',
        theme_color: '#14315f',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,woff2}'],
        // Participants never load what only organisers use.
        globIgnores: ['assets/organise/**', 'assets/organise-*.css'],
        // Neither an address that the server may answer otherwise nor `/` itself is taken from what was kept.
        navigateFallback: null,
        directoryIndex: null,
        runtimeCaching: [
          {
            // With a connection the page is always the newest. What the server answers itself is never the shell.
            urlPattern: ({ request, url }) =>
              request.mode === 'navigate' &&
              url.origin === self.location.origin &&
              // Of the organisers' pages those alone that are used where there may be no signal.
              !/^\/(api|files|join|calendar|socket\.io|mail|healthz|readyz|metrics|organise(?!\/[^/]+\/(door|coach\/[^/]+)$))(\/|$)/.test(
                url.pathname,
              ),
            handler: 'NetworkFirst',
            options: {
              networkTimeoutSeconds: 4,
              plugins: [
                {
                  cacheWillUpdate: () => Promise.resolve(null),
                  // Whatever the address, it is the one shell.
                  cachedResponseWillBeUsed: () => caches.match('/index.html', { ignoreSearch: true }),
                  // A balancer without a server behind it is no connection either.
                  fetchDidSucceed: ({ response }) =>
                    response.status < 500
                      ? Promise.resolve(response)
                      : Promise.reject(new Error(`The server answered ${response.status}`)),
                },
              ],
            },
          },
          {
            // What organisers' pages are made of, once they were open here.
            urlPattern: ({ url }) => url.origin === self.location.origin && /^\/assets\/organise/.test(url.pathname),
            handler: 'CacheFirst',
            options: { cacheName: 'organise', expiration: { maxEntries: 120 } },
          },
        ],
        clientsClaim: true,
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  resolve: { conditions: ['kopa-source', 'module', 'browser', 'development|production'] },
  build: {
    // The benchmark of sizes reads which chunks a route loads.
    manifest: true,
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some(isOrganisers) ? 'assets/organise/[name]-[hash].js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: {
      '/api': api,
      '/join': api,
      '/calendar': api,
      '/socket.io': { target: api, ws: true },
    },
  },
});
