/** Builds the browser's side into `dist/`: hashed files, one chunk a page, nothing fetched from anywhere but our own host. */
import { realpathSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'
import { field } from './vite.field.ts'

const server = `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`

/** The component kit carries its few words in 34 languages; only ours are shipped (English is what it falls back to). */
function ourLanguagesOnly(): Plugin {
  const lists = /[\\/](?:react-aria|react-stately|react-aria-components)[\\/].*[\\/]intlStrings\.m?js$/
  const foreign = /^(?:import .*\/(?!zh-CN|en-US)[a-z]{2}-[A-Z]{2}\.m?js";|\s*"(?!zh-CN|en-US)[a-z]{2}-[A-Z]{2}": .*)$/gm
  return {
    name: 'our-languages-only',
    enforce: 'pre',
    transform: (code, id) => (lists.test(id.split('?')[0]!) ? { code: code.replaceAll(foreign, ''), map: null } : null),
  }
}

/**
 * Our content policy forbids code made from text. Zod would try once whether it may, and the browser would report a violation: it is
 * told in the chunk that carries it, before it begins.
 */
const noCodeFromText = ({ moduleIds }: { moduleIds: readonly string[] }) =>
  moduleIds.some((id) => /[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/.test(id)) ? 'globalThis.__zod_globalConfig={jitless:true};' : ''

export default defineConfig({
  plugins: [ourLanguagesOnly(), field()],
  publicDir: false,
  build: {
    outDir: 'dist/web',
    target: 'chrome87',
    cssTarget: 'chrome87',
    // Fonts and pictures stay files of their own, so that a strict content security policy holds.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // "use client" marks of libraries mean nothing in a bundle; 300 warnings would hide the one that matters.
    rolldownOptions: {
      checks: { moduleLevelDirective: false },
      input: { index: 'index.html', field: 'field.html', 'field-first': 'src/web/field/first.ts', 'field-sw': 'src/web/field/sw.ts' },
      output: {
        intro: noCodeFromText,
        // They stand beside the page, under names that never change.
        entryFileNames: ({ name }) => (/^field-(sw|first)$/.test(name) ? `${name}.js` : 'assets/[name]-[hash].js'),
      },
    },
    // ECharts and the map are one large chunk each by nature; they are loaded only when needed, and budgets are tested.
    chunkSizeWarningLimit: 1200,
  },
  // The engine of imported forms brings a few unused lines that would make code from text, which our content policy forbids
  // (docs/security), and waits at its top level: such forms need Chrome 89 or newer. Both are known, and said once here.
  worker: { format: 'es', rolldownOptions: { checks: { eval: false, toleratedTransform: false } } },
  server: {
    proxy: { '/api': server, '/healthz': server },
    // node_modules may be a link (a second worktree of the same clone).
    fs: { allow: ['.', realpathSync('node_modules')] },
  },
})
