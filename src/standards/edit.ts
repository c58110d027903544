/** Small edits of a draft, so that a person changing one line does not send the whole standard back. */
import { z } from 'zod'
import { Problem } from '../base/problem.ts'
import { Edition, isCriterion, type Node } from './edition.ts'
import { Code } from './terms.ts'

/** The lists of an edition whose items are put and removed by id. */
const itemLists = ['scales', 'unitKinds', 'pointTypes', 'checks', 'questions', 'populations', 'statistics', 'gates', 'vetoes'] as const

const fields = z.record(z.string(), z.unknown())

/** One edit. A node is a branch or a criterion; `before` names the sibling it is put in front of, null = at the end. */
export const Edit = z.discriminatedUnion('do', [
  /** Head fields: title, programme, total, notes, subjects, methodTotals, weights, crosswalks, edition … */
  z.object({ do: z.literal('setHead'), values: fields }),
  z.object({ do: z.literal('putItem'), list: z.enum(itemLists), item: z.object({ id: Code }).loose() }),
  z.object({ do: z.literal('removeItem'), list: z.enum(itemLists), id: Code }),
  z.object({
    do: z.literal('addNode'),
    parent: Code.nullable(),
    before: Code.nullable().default(null),
    node: z.object({ id: Code }).loose(),
  }),
  /** Changes the fields given, keeps the others; a new `id` renames. */
  z.object({ do: z.literal('setNode'), id: Code, values: fields }),
  z.object({ do: z.literal('moveNode'), id: Code, parent: Code.nullable(), before: Code.nullable().default(null) }),
  z.object({ do: z.literal('removeNode'), id: Code }),
])
export type Edit = z.infer<typeof Edit>

const headFields = new Set(['standard', 'format', 'tree', ...itemLists])

/** The edition after the edits, in order. *Refuses:* `standards.noNode` when an edit names what is not there, `standards.badEdit` when the result has no valid shape. */
export function applyEdits(edition: Edition, edits: readonly Edit[]): Edition {
  const draft = JSON.parse(JSON.stringify(edition)) as Draft
  for (const edit of edits) applyEdit(draft, edit)
  const parsed = Edition.safeParse(draft)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => ({ at: path.join('/'), says: 'fault.invalid', details: { why: message } }))
  throw new Problem('standards.badEdit', 422, {}, faults)
}

type Draft = Edition & Record<string, unknown>
type Item = { id: string }

function applyEdit(draft: Draft, edit: Edit): void {
  if (edit.do === 'setHead') return setHead(draft, edit.values)
  if (edit.do === 'putItem') return putItem(draft[edit.list] as Item[], edit.item)
  if (edit.do === 'removeItem') return void take(draft[edit.list] as Item[], edit.id)
  if (edit.do === 'addNode') return insert(siblingsBelow(draft, edit.parent), edit.node as unknown as Node, edit.before)
  const siblings = siblingsOf(draft.tree, edit.id)
  if (!siblings) throw new Problem('standards.noNode', 422, { id: edit.id })
  if (edit.do === 'setNode') return void Object.assign(siblings.find(({ id }) => id === edit.id)!, edit.values)
  const node = take(siblings, edit.id) as Node
  if (edit.do === 'moveNode') insert(siblingsBelow(draft, edit.parent), node, edit.before)
}

function setHead(draft: Draft, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (headFields.has(name)) throw new Problem('standards.noNode', 422, { id: name })
    draft[name] = value
  }
}

function putItem(list: Item[], item: Item): void {
  const index = list.findIndex(({ id }) => id === item.id)
  if (index < 0) list.push(item)
  else list[index] = item
}

function take(list: Item[], id: string): Item {
  const index = list.findIndex((item) => item.id === id)
  if (index < 0) throw new Problem('standards.noNode', 422, { id })
  return list.splice(index, 1)[0]!
}

function siblingsOf(nodes: Node[], id: string): Node[] | undefined {
  if (nodes.some((node) => node.id === id)) return nodes
  for (const node of nodes) {
    const found = isCriterion(node) ? undefined : siblingsOf(node.parts, id)
    if (found) return found
  }
  return undefined
}

function siblingsBelow(draft: Draft, parent: string | null): Node[] {
  if (parent === null) return draft.tree
  const node = siblingsOf(draft.tree, parent)?.find(({ id }) => id === parent)
  if (!node || isCriterion(node)) throw new Problem('standards.noNode', 422, { id: parent })
  return node.parts
}

function insert(siblings: Node[], node: Node, before: string | null): void {
  const index = before === null ? -1 : siblings.findIndex(({ id }) => id === before)
  siblings.splice(index < 0 ? siblings.length : index, 0, node)
}
