import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { themeCss } from './theme-css.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Everything is a file of its own, named by its content, so that the page can forbid inline scripts and styles. */
export default defineConfig({
  root,
  base: '/',
  plugins: [react(), themeCss()],
  build: {
    outDir: fileURLToPath(new URL('../dist/console', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
  },
})
