/** The source of the house as the walls see it: every file with its room, its kind by suffix, its imports and its syntax tree. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The floors, lowest first. Imports go only downstairs: never sideways between rooms, never up. Moving a room is one line
 * here, discussed in review.
 */
export const floors: readonly (readonly string[])[] = [
  ['base'],
  ['api', 'ui', 'sheets'],
  ['standards', 'evidence', 'ledger'],
  ['city'],
  ['privacy', 'calendar', 'forms'],
  ['burden', 'classes'],
  ['access'],
  ['duties', 'inspections', 'cases'],
  ['whistles', 'repeats'],
  ['assessments', 'samples', 'participation', 'indicators', 'likeness'],
  ['programmes', 'imports', 'neighbours', 'open311', 'field', 'provenance'],
  ['search'],
  ['web', 'server'],
  ['cli'],
]

export const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room))

/** Where a file may run, said by its suffix. */
export type Kind = 'pure' | 'sql' | 'serve' | 'browser' | 'server' | 'test'

/** A node of the syntax tree (ESTree), as far as the walls look at it. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export interface Source {
  /** From the root, with slashes: `src/cases/case.ts`. */
  readonly path: string
  readonly room: string
  readonly kind: Kind
  readonly text: string
  readonly tree: Node
  /** What it imports, types included: paths from the root for our own files, names for packages. */
  readonly imports: readonly string[]
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesUnder(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
  })
}

function kindOf(path: string): Kind {
  if (/\.test\.tsx?$/.test(path)) return 'test'
  if (path.endsWith('.sql.ts')) return 'sql'
  if (path.endsWith('.serve.ts')) return 'serve'
  if (/^src\/(ui|web)\//.test(path) || path.endsWith('.tsx')) return 'browser'
  return /^src\/(server|cli)\//.test(path) ? 'server' : 'pure'
}

/** Every node below a node, itself first. */
export function* nodesIn(node: Node): Generator<Node> {
  yield node
  for (const child of childrenOf(node)) yield* nodesIn(child)
}

/** The nodes directly below. */
export function* childrenOf(node: Node): Generator<Node> {
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) yield child
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value

/** The text of a literal, or of a template without holes. */
export function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateLiteral') return undefined
  const quasis = node['quasis'] as { value: { cooked: string } }[]
  return quasis.length === 1 ? quasis[0]!.value.cooked : undefined
}

const importing = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType'])

function importsOf(path: string, tree: Node): string[] {
  const names: string[] = []
  for (const node of nodesIn(tree)) {
    if (!importing.has(node.type)) continue
    const given = node['source'] ?? node['argument']
    const name = textOf(given) ?? textOf((given as Node | undefined)?.['literal'])
    if (name !== undefined) names.push(name.startsWith('.') ? join(path, '..', name.split('?')[0]!).replaceAll('\\', '/') : name)
  }
  return names
}

function read(file: string): Source {
  const path = relative(root, file).replaceAll('\\', '/')
  const text = readFileSync(file, 'utf8')
  const tree = parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file) as unknown as Node
  return { path, room: path.split('/')[1]!, kind: kindOf(path), text, tree, imports: importsOf(path, tree) }
}

/** Every file of `src`. */
export const sources: readonly Source[] = filesUnder(join(root, 'src')).map(read)

/** Those that are not tests. */
export const house: readonly Source[] = sources.filter(({ kind }) => kind !== 'test')

/** The line of a place in a file, counted from 1. */
export const lineOf = (source: Source, at: number): number => source.text.slice(0, at).split('\n').length

/** `src/a/b.ts:12 what` for each node that a test finds. */
export function places(which: readonly Source[], find: (node: Node, source: Source) => string | undefined): string[] {
  return which.flatMap((source) =>
    [...nodesIn(source.tree)].flatMap((node) => {
      const what = find(node, source)
      return what === undefined ? [] : [`${source.path}:${lineOf(source, node.start)} ${what}`]
    }),
  )
}

/** The name of what is called or read: `Date.now`, `say`. */
export function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier') return String(node['name'])
  if (node.type === 'MemberExpression') return `${nameOf(node['object'])}.${nameOf(node['property'])}`
  return ''
}
