import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const api = process.env['KOPA_API'] ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      strategies: 'generateSW',
      registerType: 'autoUpdate',
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
        navigateFallback: '/index.html',
        // What the server answers itself is never the shell.
        navigateFallbackDenylist: [/^\/(api|join|calendar|socket\.io|healthz|readyz|metrics|organise)(\/|$|\?)/],
        clientsClaim: true,
        skipWaiting: true,
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
