/** The thread of the engine: it expects the document model of a browser, which exists nowhere else in the server. */
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'

/** What the engine takes from a browser's window. */
const names = [
  'DOMParser',
  'XMLSerializer',
  'Node',
  'Document',
  'Element',
  'XMLDocument',
  'Attr',
  'Text',
  'Comment',
  'CDATASection',
  'CharacterData',
  'ProcessingInstruction',
  'DocumentType',
  'NodeList',
  'XPathResult',
  'XPathEvaluator',
  'XPathExpression',
  'DOMException',
  'Blob',
  'File',
  'FormData',
] as const

async function startEngine() {
  const require = createRequire(import.meta.url)
  const { JSDOM } = require('jsdom') as { JSDOM: new (html: string) => { window: Record<string, unknown> } }
  const { window } = new JSDOM('')
  const world = globalThis as unknown as Record<string, unknown>
  for (const name of names) world[name] = window[name] ?? world[name]
  world['window'] ??= globalThis
  world['document'] ??= window['document']
  world['require'] ??= require
  world['__dirname'] ??= import.meta.dirname
  return import('@getodk/xforms-engine')
}

const engine = startEngine()

/** Loads a document and begins an answer, so that every expression is worked out once. */
async function load(xml: string): Promise<{ error?: string }> {
  const { loadForm } = await engine
  const form = await loadForm(xml, {
    fetchFormAttachment: async () => new Response('', { status: 404 }),
    missingResourceBehavior: 'BLANK',
  } as Parameters<typeof loadForm>[1])
  if (form.status === 'failure') return { error: form.error.message }
  form.createInstance({})
  return {}
}

parentPort?.on('message', (xml: string) => {
  load(xml).then(
    (said) => parentPort?.postMessage(said),
    (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  )
})
