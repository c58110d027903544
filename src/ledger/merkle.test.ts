/** The tree against the vectors of RFC 6962's reference implementation and against its definition, by properties. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  consistencyRanges,
  emptyRoot,
  emptyTree,
  grow,
  type Hash,
  inclusionRanges,
  isConsistent,
  joinSubtrees,
  leafHash,
  nodeHash,
  type Range,
  rootOfPath,
  subtreesOf,
} from './merkle.ts'

const hash: Hash = (...parts) => sha256(concatBytes(...parts.map((part) => (typeof part === 'string' ? utf8ToBytes(part) : part))))

/** The eight leaves of the reference implementation's tests (certificate-transparency, merkle_tree_test). */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const leaves = inputs.map((hex) => hash('\u0000', hexToBytes(hex)))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** MTH as the RFC defines it: slow, recursive, and without any of our shortcuts. */
function definition(list: readonly Uint8Array[]): Uint8Array {
  if (list.length <= 1) return list[0] ?? emptyRoot(hash)
  let k = 1
  while (k * 2 < list.length) k *= 2
  return nodeHash(hash, definition(list.slice(0, k)), definition(list.slice(k)))
}

const of = (list: readonly Uint8Array[], ranges: readonly Range[]) => ranges.map(([from, to]) => definition(list.slice(from, to)))

function grown(list: readonly Uint8Array[]) {
  const tree = grow(hash, emptyTree)
  for (const leaf of list) tree.push(leaf)
  return tree
}

describe('the vectors of RFC 6962', () => {
  it('the empty tree', () => expect(bytesToHex(emptyRoot(hash))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'))
  it.each(roots.map((root, at) => [at + 1, root] as const))('the root of %i leaves', (size, root) =>
    expect(bytesToHex(grown(leaves.slice(0, size)).root())).toBe(root),
  )
  it('the path of leaf 1 of 1, of 1 of 8, of 6 of 8, of 3 of 3, of 2 of 5', () => {
    const path = (leaf: number, size: number) => of(leaves, inclusionRanges(leaf - 1, size)).map(bytesToHex)
    expect(path(1, 1)).toEqual([])
    expect(path(1, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(path(6, 8)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(path(3, 3)).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'])
    expect(path(2, 5)).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ])
  })
  it('the consistency of 1 and 8, 6 and 8, 2 and 5', () => {
    const path = (first: number, size: number) => of(leaves, consistencyRanges(first, size)).map(bytesToHex)
    expect(path(1, 1)).toEqual([])
    expect(path(1, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(path(6, 8)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(path(2, 5)).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ])
  })
})

const list = (size: number) => Array.from({ length: size }, (_, at) => leafHash(hash, String(at)))
const two = fc.integer({ min: 1, max: 200 }).chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })))
const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at % bytes.length ? byte ^ 1 : byte))

describe('for trees of any size', () => {
  it('the growing tree, resumed anywhere, has the root of the definition', () =>
    fc.assert(
      fc.property(two, ([size, at]) => {
        const all = list(size)
        const before = subtreesOf([0, at]).map(({ level, no }) => definition(all.slice(no * 2 ** level, (no + 1) * 2 ** level)))
        const tree = grow(hash, { size: at, edge: before })
        for (const leaf of all.slice(at)) tree.push(leaf)
        expect(tree.size()).toBe(size)
        expect(bytesToHex(tree.root())).toBe(bytesToHex(definition(all)))
        expect(bytesToHex(joinSubtrees(hash, before))).toBe(bytesToHex(definition(all.slice(0, at))))
      }),
    ))

  it('tells every complete subtree once, with its hash', () => {
    const all = list(37)
    const told = new Map<string, string>()
    const tree = grow(hash, emptyTree, ({ level, no }, node) => {
      expect(told.has(`${level}/${no}`)).toBe(false)
      told.set(`${level}/${no}`, bytesToHex(node))
    })
    for (const leaf of all) tree.push(leaf)
    for (let level = 0; 2 ** level <= 37; level++)
      for (let no = 0; (no + 1) * 2 ** level <= 37; no++)
        expect(told.get(`${level}/${no}`)).toBe(bytesToHex(definition(all.slice(no * 2 ** level, (no + 1) * 2 ** level))))
  })

  it('every leaf has a path to the root, and no other leaf, place, size or path does', () =>
    fc.assert(
      fc.property(two, fc.nat(), ([size, index], byte) => {
        const all = list(size)
        const [leaf, path, root] = [all[index]!, of(all, inclusionRanges(index, size)), bytesToHex(definition(all))]
        const leads = (change: object) => {
          const found = rootOfPath(hash, { index, size, leaf, path, ...change })
          return found !== undefined && bytesToHex(found) === root
        }
        expect(leads({})).toBe(true)
        expect(leads({ leaf: flip(leaf, byte) })).toBe(false)
        expect(leads({ index: size })).toBe(false)
        expect(leads({ path: [...path, leaf] })).toBe(false)
        if (size > 1) {
          expect(leads({ index: (index + 1) % size })).toBe(false)
          expect(leads({ path: path.map((part, at) => (at === byte % path.length ? flip(part, byte) : part)) })).toBe(false)
        }
      }),
    ))

  it('every earlier tree is proved to be the beginning, and nothing else is', () =>
    fc.assert(
      fc.property(two, fc.nat(), ([size, before], byte) => {
        const all = list(size)
        const first = before + 1
        const good = {
          first,
          firstRoot: definition(all.slice(0, first)),
          size,
          root: definition(all),
          path: of(all, consistencyRanges(first, size)),
        }
        expect(isConsistent(hash, good)).toBe(true)
        expect(isConsistent(hash, { ...good, root: flip(good.root, byte) })).toBe(false)
        expect(isConsistent(hash, { ...good, firstRoot: flip(good.firstRoot, byte) })).toBe(false)
        expect(isConsistent(hash, { ...good, path: [...good.path, good.root] })).toBe(false)
        if (good.path.length > 0)
          expect(
            isConsistent(hash, { ...good, path: good.path.map((part, at) => (at === byte % good.path.length ? flip(part, byte) : part)) }),
          ).toBe(false)
      }),
    ))

  it('the empty tree is the beginning of every tree; a larger one of none', () => {
    const nothing = { first: 0, firstRoot: emptyRoot(hash), size: 3, root: definition(list(3)), path: [] }
    expect(isConsistent(hash, nothing)).toBe(true)
    expect(isConsistent(hash, { ...nothing, first: 4 })).toBe(false)
    expect(isConsistent(hash, { ...nothing, firstRoot: nothing.root })).toBe(false)
  })
})
