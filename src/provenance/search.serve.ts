/**
 * The searchable photos of each city in memory, read when the first is asked for and from then on only what came since. A city's
 * photos are never in another's: each has its own arrays, filled through its own sealed database.
 */
import type { CityId } from '../base/ids.ts'
import type { Db } from '../base/sql.ts'
import { countErased } from '../evidence/erased.sql.ts'
import { listCandidates, listHashesAfter } from '../evidence/marks.sql.ts'
import { turns } from '../evidence/pictures/grey.ts'
import { askedOf, hashesIn, keptWindows } from '../evidence/pictures/hash.ts'
import { likenesses } from '../evidence/pictures/compare.serve.ts'
import { isSame } from '../evidence/pictures/likeness.ts'
import { type Lookalikes, makeLookalikes } from '../evidence/pictures/lookalikes.ts'

/** A photo that shows the same picture, confirmed by the second method. */
export interface Found {
  readonly id: string
  readonly edges: number
  readonly turned: boolean
  readonly negative: boolean
  readonly shownPercent: number
}

/** The memory of an installation. */
export interface Searching {
  /** Photos of a city that show the same picture as this one. */
  readonly find: (db: Db, city: CityId, photo: { readonly id: string; readonly thumb: Uint8Array }) => Promise<Found[]>
  /** Forgets a city's photos, because one was erased; they are read anew when the next is looked for. */
  readonly forget: (city: CityId) => void
  /** The same where another server of the house erased one. */
  readonly forgetErased: (db: Db, city: CityId) => Promise<void>
  /** Cities of which something is remembered. */
  readonly cities: () => CityId[]
  /** How many photos of a city are searchable, and what they take. */
  readonly size: (city: CityId) => { readonly photos: number; readonly bytes: number }
}

interface Memory {
  readonly index: Lookalikes
  /** The number of each photo of the index. */
  readonly numbers: number[]
  last: number
  /** How many had been erased when the first was read; unknown before. */
  erased: number | undefined
}

const atOnce = 20_000
/** Laying pictures over each other takes some milliseconds each. */
const mostCompared = 24

/** Nothing read yet. */
export function makeSearching(): Searching {
  const memories = new Map<CityId, Memory>()
  const memoryOf = (city: CityId): Memory => {
    const known = memories.get(city) ?? { index: makeLookalikes(), numbers: [], last: -1, erased: undefined }
    memories.set(city, known)
    return known
  }
  const forgetErased = async (db: Db, city: CityId) => {
    const known = memories.get(city)?.erased
    if (known !== undefined && known !== (await countErased(db, city))) memories.delete(city)
  }
  const find: Searching['find'] = async (db, city, photo) => {
    await forgetErased(db, city)
    const memory = memoryOf(city)
    // Before anything is read: what is erased meanwhile is noticed the next time.
    memory.erased ??= await countErased(db, city)
    await catchUp(db, city, memory)
    const asked = askedOf(photo.thumb)
    const near = memory.index.find(asked).slice(0, mostCompared + 1)
    const byNumber = new Map(near.map((it) => [memory.numbers[it.photo]!, it]))
    const candidates = (await listCandidates(db, city, [...byNumber.keys()])).filter(({ id }) => id !== photo.id)
    const found = await likenesses(
      candidates.map(({ number, thumb }) => {
        const { window, asked: way } = byNumber.get(number)!
        return { older: thumb, newer: photo.thumb, window: keptWindows[window]!, asked: asked[way]! }
      }),
    )
    return candidates.flatMap(({ id }, index) => {
      const likeness = found[index]
      if (!likeness || !isSame(likeness)) return []
      return [
        {
          id,
          edges: likeness.edges,
          turned: likeness.turn !== (Object.keys(turns)[0] as string),
          negative: likeness.negative,
          shownPercent: likeness.shownPercent,
        },
      ]
    })
  }
  const size = (city: CityId) => {
    const { index } = memoryOf(city)
    return { photos: index.size(), bytes: index.bytes() }
  }
  return { find, forget: (city) => void memories.delete(city), forgetErased, cities: () => [...memories.keys()], size }
}

/** Reads what became searchable since. Erased photos and pictures of one shade have a number and no hashes. */
async function catchUp(db: Db, city: CityId, memory: Memory): Promise<void> {
  for (;;) {
    const kept = await listHashesAfter(db, city, memory.last, atOnce)
    for (const { hashes, number } of kept) {
      // Another pass may have read the same rows meanwhile.
      if (number <= memory.last) continue
      memory.last = number
      if (hashes === null) continue
      memory.index.add(hashesIn(hashes))
      memory.numbers.push(number)
    }
    if (kept.length < atOnce) return
  }
}
