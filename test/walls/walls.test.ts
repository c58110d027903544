/** The walls of the house: who may import whom, what may run where, how large a thing may grow. */
import { describe, expect, it } from 'vitest'
import { floorOf, floors, house, childrenOf, lineOf, type Node, nameOf, places, type Source, sources } from './house.ts'

const pure = house.filter(({ kind }) => kind === 'pure')
const basename = (path: string) => path.split('/').at(-1)!

describe('floors', () => {
  it('hold every room once', () => {
    const rooms = new Set(sources.map(({ room }) => room))
    expect([...rooms].sort()).toEqual(floors.flat().sort())
  })

  it('are left only downstairs, also for types', () => {
    const wrong = house.flatMap(({ path, room, imports }) =>
      imports
        .filter((to) => to.startsWith('src/'))
        .filter((to) => to.split('/')[1] !== room && floorOf(to.split('/')[1]!) >= floorOf(room))
        .map((to) => `${path} → ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it('are not left for tests, demo or bench', () => {
    const wrong = house.flatMap(({ path, imports }) =>
      imports.filter((to) => /^(test|demo|bench)\/|\.test\./.test(to)).map((to) => `${path} → ${to}`),
    )
    expect(wrong).toEqual([])
  })
})

/** Packages that only a server can run, by the files that may name them. */
const serverOnly = /^(node:|fastify|@fastify\/|pg$|@electric-sql\/|sharp$|exceljs$|docx$|yauzl$|commander$|pino$|@e965\/)/
/** Heavy ones: loaded inside the function that needs them, so that a start does not wait for what it does not use. */
const heavy = /^(exceljs|docx|sharp|@e965\/xlsx|pdf|typst)/

describe('the suffix says where a file may run', () => {
  it('without one, anywhere: nothing of a server or a browser', () => {
    const wrong = pure.flatMap(({ path, imports }) =>
      imports
        .filter((to) => serverOnly.test(to) || /\.(sql|serve)\.ts$|\.tsx$/.test(to) || to === 'uuid' || to.startsWith('react'))
        .map((to) => `${path} → ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it('without one, no clock and no chance', () => {
    const wrong = places(pure, (node) => {
      if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Date' && (node['arguments'] as unknown[]).length === 0)
        return 'new Date()'
      if (node.type !== 'CallExpression') return undefined
      const name = nameOf(node['callee'])
      return ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID'].includes(name) ? name : undefined
    })
    expect(wrong).toEqual([])
  })

  it('.tsx, and all of web and ui: the browser, which reaches the server only by calls', () => {
    const browser = house.filter(({ kind }) => kind === 'browser')
    const wrong = browser.flatMap(({ path, imports }) =>
      imports.filter((to) => serverOnly.test(to) || /\.(sql|serve)\.ts$/.test(to)).map((to) => `${path} → ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it('.sql.ts: all SQL of the room, and no handler', () => {
    const handlers = house
      .filter(({ kind }) => kind === 'sql')
      .flatMap(({ path, imports }) => imports.filter((to) => /\.serve\.ts$|^fastify/.test(to)).map((to) => `${path} → ${to}`))
    expect(handlers).toEqual([])
    const strays = places(
      house.filter(({ kind, path }) => kind !== 'sql' && path !== 'src/base/sql.ts'),
      (node) => (node.type === 'TaggedTemplateExpression' && nameOf(node['tag']) === 'sql' ? 'sql`…` outside a .sql.ts file' : undefined),
    )
    expect(strays).toEqual([])
  })

  it('Fastify is named only where calls become requests', () => {
    const allowed = /^src\/(api\/[a-z]+\.serve\.ts|server\/.*|city\/session\.serve\.ts|access\/keys\.serve\.ts)$/
    expect(
      house.filter(({ path, imports }) => imports.some((to) => /^@?fastify/.test(to)) && !allowed.test(path)).map(({ path }) => path),
    ).toEqual([])
  })

  it('the environment and the clock are asked in one place each', () => {
    const environment = places(
      house.filter(({ path }) => path !== 'src/server/config.ts'),
      (node) => (nameOf(node) === 'process.env' ? 'process.env' : undefined),
    )
    expect(environment).toEqual([])
    // The lock stamps a file, the browser has its own clock.
    const clocks = new Set(['src/server/clock.ts', 'src/server/engines/lock.ts', 'src/web/clock.ts'])
    const clock = places(
      house.filter(({ path }) => !clocks.has(path)),
      (node) => {
        if (node.type === 'CallExpression' && nameOf(node['callee']) === 'Date.now') return 'Date.now()'
        const now = node.type === 'NewExpression' && nameOf(node['callee']) === 'Date' && (node['arguments'] as unknown[]).length === 0
        return now ? 'new Date()' : undefined
      },
    )
    expect(clock).toEqual([])
  })

  it('heavy libraries are loaded when they are used', () => {
    const wrong = places(house, (node) => {
      if (node.type !== 'ImportDeclaration' || node['importKind'] === 'type') return undefined
      const name = String((node['source'] as Node)['value'])
      return heavy.test(name) ? `import of ${name} at the top; use await import() inside` : undefined
    })
    expect(wrong).toEqual([])
  })
})

const lines = ({ text }: Source) => text.trimEnd().split('\n').length
const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

describe('sizes', () => {
  it('a file has at most 400 lines, one of the browser 250', () => {
    expect(
      sources
        .filter((source) => lines(source) > (source.path.endsWith('.tsx') ? 250 : 400))
        .map((source) => `${source.path} ${lines(source)}`),
    ).toEqual([])
  })

  it('base stays small: at most 10 files and 1,000 lines, for ever', () => {
    const base = house.filter(({ room }) => room === 'base')
    expect(base.length).toBeLessThanOrEqual(10)
    expect(base.reduce((sum, source) => sum + lines(source), 0)).toBeLessThanOrEqual(1000)
  })

  it('a function has at most 60 lines of its own, a component 100, and 6 parameters (aim at 3)', () => {
    const wrong = places(house, (node, source) => {
      if (!functions.has(node.type)) return undefined
      const length = ownLines(source, node)
      const parameters = (node['params'] as unknown[]).length
      // Markup is read downwards, not followed: its lines weigh less.
      if (length > (source.path.endsWith('.tsx') ? 100 : 60)) return `${length} lines`
      return parameters > 6 ? `${parameters} parameters` : undefined
    })
    expect(wrong).toEqual([])
  })
})

const height = (source: Source, node: Node) => lineOf(source, node.end) - lineOf(source, node.start) + 1

/** Without the lines of functions inside it: a table of handlers is as long as its longest one. */
function ownLines(source: Source, node: Node): number {
  let inside = 0
  const outermost = (at: Node): void => {
    for (const child of childrenOf(at)) {
      if (functions.has(child.type)) inside += height(source, child) - 1
      else outermost(child)
    }
  }
  outermost(node)
  return height(source, node) - inside
}

const forbidden = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'misc',
  'manager',
  'service',
  'impl',
  'types',
  'constants',
])
/** The only index files: lists that the compiler can see. */
const lists = /\/(sources|(?:rules|checks)|kinds|tools)\/index\.ts$/

describe('names and forms', () => {
  it('no file is named after a kind of thing', () => {
    expect(sources.filter(({ path }) => forbidden.has(basename(path).split('.')[0]!.toLowerCase())).map(({ path }) => path)).toEqual([])
  })

  it('no file only passes on what others export', () => {
    expect(sources.filter(({ path }) => basename(path).startsWith('index.') && !lists.test(path)).map(({ path }) => path)).toEqual([])
    const passed = places(house, (node) => (node.type === 'ExportAllDeclaration' ? 'export *' : undefined))
    expect(passed).toEqual([])
  })

  it('no default exports, no enum, no class but errors', () => {
    const wrong = places(house, (node) => {
      if (node.type === 'ExportDefaultDeclaration') return 'export default'
      if (node.type === 'TSEnumDeclaration') return 'enum'
      if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return undefined
      return nameOf(node['superClass']) === 'Error' ? undefined : 'class'
    })
    expect(wrong).toEqual([])
  })

  it('every file says at its head what it is in the campaign', () => {
    expect(sources.filter(({ kind, text }) => kind !== 'test' && !/^(#!.*\n)?\/\*\*/.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('every export has its line', () => {
    expect(house.flatMap(undocumented)).toEqual([])
  })

  it('every TODO has the number of its issue', () => {
    const wrong = sources.filter(({ text }) => text.split('\n').some((line) => /\b(TODO|FIXME|XXX)\b/.test(line) && !/#\d+/.test(line)))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})

/** What its file's head already says: props of a component, a contract, its handlers, a command, an id. */
const told = /(Props|Api|Handlers|Command|Id)$/

/** Exported names without a doc comment before them. The first of a file is told by the file's head, a type by its shape. */
function undocumented(source: Source): string[] {
  const exported = (source.tree['body'] as Node[]).filter((node) => node.type === 'ExportNamedDeclaration' && node['declaration'] !== null)
  return exported.slice(1).flatMap((node) => {
    const declared = node['declaration'] as Node
    const before = source.text.slice(0, node.start)
    // Directly under another export, without an empty line: both share its comment.
    if (declared.type === 'TSTypeAliasDeclaration' || before.trimEnd().endsWith('*/') || !before.endsWith('\n\n')) return []
    const names =
      declared.type === 'VariableDeclaration'
        ? (declared['declarations'] as Node[]).map((it) => nameOf(it['id']))
        : [nameOf(declared['id'])]
    return names.filter((name) => !told.test(name)).map((name) => `${source.path}:${lineOf(source, node.start)} ${name}`)
  })
}
