/**
 * What makes the field app installable: its manifest and icons, and the list of files that its service worker keeps. The list is read
 * off the build: everything that the field's entry can reach, and nothing of the desk's own pages.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin, Rolldown } from 'vite'

const names = {
  name: '明城外业',
  short_name: '明城外业',
  description: '文明城市创建外业检查：离线也能用 · Inspections that survive the street',
}

const manifest = {
  ...names,
  id: '/field',
  lang: 'zh-CN',
  start_url: '/field',
  scope: '/field',
  display: 'standalone',
  orientation: 'portrait',
  background_color: '#f3f5f9',
  theme_color: '#0b4a9e',
  icons: [192, 512].flatMap((size) =>
    ['any', 'maskable'].map((purpose) => ({ src: `/field-icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose })),
  ),
}

const revisionOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 16)

type Bundle = Rolldown.OutputBundle
interface Metadata {
  readonly importedCss?: ReadonlySet<string>
  readonly importedAssets?: ReadonlySet<string>
}

/** What a file needs: what it imports, now or later, its styles, and the workers and words whose names stand in it. */
function needsOf(bundle: Bundle, name: string): string[] {
  const file = bundle[name]
  if (file?.type !== 'chunk') return []
  const { importedCss = [], importedAssets = [] } = (file as { viteMetadata?: Metadata }).viteMetadata ?? {}
  const named = Object.values(bundle).filter(({ type, fileName }) => type === 'asset' && /\.(m?js|json)$/.test(fileName))
  const mentioned = named.map(({ fileName }) => fileName).filter((other) => file.code.includes(other.split('/').pop()!))
  return [...file.imports, ...file.dynamicImports, ...importedCss, ...importedAssets, ...mentioned]
}

/** Every file that the page can come to need. */
function reachable(bundle: Bundle): string[] {
  const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === 'field')
  const reached = new Set([entry!.fileName])
  for (const name of reached) for (const other of needsOf(bundle, name)) reached.add(other)
  const beside = Object.keys(bundle).filter((name) => /^field(\.html|\.webmanifest|-first\.js|-icon-\d+\.png)$/.test(name))
  return [...reached, ...beside].filter((name) => name in bundle).sort()
}

/** A file that stands for itself: what starts before everything else must not wait for another. */
function wholeIn(bundle: Bundle, name: string): Rolldown.OutputChunk {
  const file = bundle[name]
  if (file?.type !== 'chunk') throw new Error(`${name} was not built`)
  if (file.imports.length > 0) throw new Error(`${name} must be one file, and imports ${file.imports.join(' ')}`)
  return file
}

/** The plugin; it runs last, when every file has its name. */
export function field(): Plugin {
  return {
    name: 'field',
    enforce: 'post',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'asset', fileName: 'field.webmanifest', source: JSON.stringify(manifest) })
      for (const size of [192, 512]) {
        const source = readFileSync(new URL(`src/web/field/icon-${size}.png`, import.meta.url))
        this.emitFile({ type: 'asset', fileName: `field-icon-${size}.png`, source })
      }
    },
    // A plain script: it runs as soon as page and styles are there, before the app is fetched.
    transformIndexHtml: (_html, { path }) =>
      path === '/field.html' ? [{ tag: 'script', attrs: { src: '/field-first.js' }, injectTo: 'body' }] : [],
    generateBundle(_options, bundle) {
      const worker = wholeIn(bundle, 'field-sw.js')
      // A plain script would leave its names in the window.
      const first = wholeIn(bundle, 'field-first.js')
      first.code = `(() => {\n${first.code}\n})()`
      const list = reachable(bundle).map((name) => {
        const file = bundle[name]!
        const content = file.type === 'chunk' ? file.code : file.source
        return { url: `/${name}`, revision: name.startsWith('assets/') ? null : revisionOf(content) }
      })
      // The same page once more, under the address that the server answers with the policy of the form engine.
      const page = bundle['field.html']
      if (page?.type !== 'asset') throw new Error('the page of the field was not built')
      list.push({ url: '/field/fill/', revision: revisionOf(page.source) })
      worker.code = worker.code.replaceAll(/\b(self|globalThis)\.__WB_MANIFEST/g, JSON.stringify(list))
    },
  }
}
