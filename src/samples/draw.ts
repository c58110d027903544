/**
 * The draw (抽样): which points a round visits, chosen by a seed that nobody could steer and everybody can run again. Strata are
 * points of one kind in one place; within a stratum each point has the same chance, or one in proportion to its size. Every
 * point keeps its chance of being drawn, which later estimates need, and its place in line, which replacements follow.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { AreaId, PointId, UnitId } from '../base/ids.ts'
import type { Fault } from '../base/problem.ts'

/** What points are told apart by; `group` is whatever the plan itself says of them (age, owner, grade of the street). */
export const stratumKeys = ['type', 'district', 'street', 'community', 'grid', 'unit', 'group'] as const
export const StratumKey = z.enum(stratumKeys)
export type StratumKey = z.infer<typeof StratumKey>

const Count = z.int().min(1).max(10_000)

/** How many are drawn: the same number from each stratum, a number shared out by the strata's sizes, or a number per stratum. */
export const Quota = z.discriminatedUnion('how', [
  z.object({ how: z.literal('each'), count: Count }),
  z.object({ how: z.literal('shared'), count: Count, least: z.int().min(0).max(1000).default(1) }),
  z.object({
    how: z.literal('table'),
    rows: z
      .array(z.object({ stratum: z.string().max(300), count: Count }))
      .min(1)
      .max(5000),
  }),
])
export type Quota = z.infer<typeof Quota>

/** What is drawn from, and how. An empty list of kinds is every kind; sizes (people, metres, stalls) make the chance proportional. */
export const Plan = z.object({
  types: z.array(z.string().max(64)).max(200).default([]),
  areaId: AreaId.nullable().default(null),
  unitId: UnitId.nullable().default(null),
  by: z.array(StratumKey).max(3).default(['type', 'street']),
  quota: Quota,
  sizes: z
    .array(z.object({ point: PointId, size: z.number().positive() }))
    .max(50_000)
    .default([]),
  /** Absent in plans that know no groups, so that what was bound before there were any keeps its hash. */
  groups: z
    .array(z.object({ point: PointId, group: z.string().trim().min(1).max(64) }))
    .max(50_000)
    .optional(),
})
export type Plan = z.infer<typeof Plan>

/** A point that can be drawn. `size` is 1 where sizes play no part. */
export const FramePoint = z.object({ id: PointId, stratum: z.string(), size: z.number().positive() })
export type FramePoint = z.infer<typeof FramePoint>

/** A point in its stratum's line: the drawn come first, then those who take their place, in this order. */
export const InLine = FramePoint.extend({
  place: z.int(),
  drawn: z.boolean(),
  /** Chance of being drawn before anybody knew the seed, 0 to 1. */
  chance: z.number(),
})
export type InLine = z.infer<typeof InLine>

const byText = (a: string, b: string): number => Number(a > b) - Number(a < b)
const hashOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))

/** The frame as text: one line a point, by id. Whoever has the same points gets the same hash. */
export const frameHash = (frame: readonly FramePoint[]): string =>
  hashOf(
    frame
      .map(({ id, stratum, size }) => `${id}\t${stratum}\t${size}\n`)
      .toSorted(byText)
      .join(''),
  )

/** What is published before the draw: it binds the seed, the frame and the plan, and tells none of them. */
export const commitmentOf = (seed: string, frame: string, plan: Plan): string =>
  hashOf(`mingcheng draw 1\n${frame}\n${hashOf(JSON.stringify(Plan.parse(plan)))}\n${seed}\n`)

/**
 * What is published of a draw whose points nobody may see yet: it binds every line. The secret seed goes in: the lines of a few
 * small strata are quickly tried one by one.
 */
export const lineHash = (line: readonly InLine[], seed: string): string =>
  hashOf(`mingcheng line 2\n${seed}\n${line.map(({ id, stratum, place, drawn }) => `${id}\t${stratum}\t${place}\t${drawn}\n`).join('')}`)

/** The seed of the draw: ours, bound before, and the words of a witness, spoken after. Neither alone can steer it. */
export const drawSeed = (seed: string, witness: string): string => hashOf(`${seed}\n${witness.trim()}\n`)

/** A number in [0, 1) that only the seed decides: the first 52 bits of a hash. */
const ticket = (seed: string, what: string): number => Number.parseInt(hashOf(`${seed}/${what}`).slice(0, 13), 16) / 2 ** 52

const strataOf = (frame: readonly FramePoint[]): Map<string, FramePoint[]> => {
  const strata = new Map<string, FramePoint[]>()
  for (const point of frame) strata.set(point.stratum, [...(strata.get(point.stratum) ?? []), point])
  return new Map([...strata].toSorted(([a], [b]) => byText(a, b)))
}

/**
 * How many each stratum gives, or what is wrong with the quota: a stratum that does not exist, or is smaller than what is asked
 * of it. `shared` goes by largest remainders after each stratum has its least, and never asks for more than a stratum has.
 */
export function quotasOf(frame: readonly FramePoint[], quota: Quota): { counts: Map<string, number>; faults: Fault[] } {
  const strata = strataOf(frame)
  if (quota.how === 'shared') return sharedOut(strata, quota)
  const asked =
    quota.how === 'each'
      ? [...strata.keys()].map((stratum) => ({ stratum, count: Math.min(quota.count, strata.get(stratum)!.length) }))
      : quota.rows
  const faults = asked.flatMap(({ stratum, count }, index): Fault[] => {
    const has = strata.get(stratum)?.length ?? 0
    return count <= has ? [] : [{ at: `plan.quota.rows.${index}`, says: 'fault.stratumTooSmall', details: { stratum, has, count } }]
  })
  return { counts: new Map(asked.map(({ stratum, count }) => [stratum, count])), faults }
}

function sharedOut(strata: Map<string, FramePoint[]>, { count, least }: Extract<Quota, { how: 'shared' }>) {
  const all = [...strata].map(([stratum, { length }]) => ({ stratum, has: length, got: Math.min(least, length) }))
  const points = all.reduce((sum, { has }) => sum + has, 0)
  const first = all.reduce((sum, { got }) => sum + got, 0)
  if (count > points || first > count) {
    const says = count > points ? 'fault.frameTooSmall' : 'fault.leastTooMuch'
    return { counts: new Map<string, number>(), faults: [{ at: 'plan.quota.count', says, details: { count, points, first } }] }
  }
  let left = count - first
  while (left > 0) {
    // Whoever is furthest behind its share is next; a full stratum is out.
    const open = all.filter(({ has, got }) => got < has)
    const behind = ({ has, got }: (typeof all)[number]) => (has / points) * count - got
    const next = open.toSorted((a, b) => behind(b) - behind(a) || byText(a.stratum, b.stratum))[0]!
    next.got += 1
    left -= 1
  }
  return { counts: new Map(all.map(({ stratum, got }) => [stratum, got])), faults: [] as Fault[] }
}

/** Chances in proportion to size, fixed number: whoever would have a chance of one or more is certain, the rest share what is left. */
function chancesOf(points: readonly FramePoint[], count: number): Map<string, number> {
  const chances = new Map<string, number>()
  let rest = [...points]
  for (;;) {
    const left = count - chances.size
    const sum = rest.reduce((total, { size }) => total + size, 0)
    const certain = rest.filter(({ size }) => left * size >= sum)
    if (certain.length === 0) {
      for (const { id, size } of rest) chances.set(id, (left * size) / sum)
      return chances
    }
    for (const { id } of certain) chances.set(id, 1)
    rest = rest.filter(({ id }) => !chances.has(id))
  }
}

/**
 * One stratum's line. Points stand in the order of their tickets; along that line each takes as much room as its chance, and
 * marks one apart, the first where the seed says, choose (systematic sampling in random order: exact chances, fixed number).
 */
function lineOf(points: readonly FramePoint[], count: number, seed: string): InLine[] {
  const chances = chancesOf(points, count)
  const tickets = new Map(points.map(({ id }) => [id, hashOf(`${seed}/${id}`)]))
  const line = points.toSorted((a, b) => byText(tickets.get(a.id)!, tickets.get(b.id)!))
  const start = ticket(seed, `start/${points[0]!.stratum}`)
  let until = 0
  const chosen = line.map((point) => {
    const from = until
    const chance = chances.get(point.id)!
    until += chance
    return chance === 1 || Math.floor(until - start) > Math.floor(from - start)
  })
  return inOrder(line, chosen, count).map(({ point, drawn }, index) => ({
    ...point,
    place: index + 1,
    drawn,
    chance: chances.get(point.id)!,
  }))
}

/** The drawn first. Rounding at the end of the line may leave one too few or too many: the order of the line settles it. */
function inOrder(line: readonly FramePoint[], chosen: readonly boolean[], count: number) {
  const first = line.filter((_, index) => chosen[index])
  const others = line.filter((_, index) => !chosen[index])
  return [...first, ...others].map((point, index) => ({ point, drawn: index < count }))
}

/** The whole draw: every point of the strata that give any, stratum by stratum, each in its line. */
export function draw(frame: readonly FramePoint[], counts: ReadonlyMap<string, number>, seed: string): InLine[] {
  return [...strataOf(frame)].flatMap(([stratum, points]) => {
    const count = counts.get(stratum) ?? 0
    return count === 0 ? [] : lineOf(points, count, seed)
  })
}

/** Who takes the place of a point that cannot be visited: the next of its stratum that nobody drew or took. */
export const nextInLine = (stratum: readonly InLine[], taken: ReadonlySet<string>): InLine | undefined =>
  stratum.toSorted((a, b) => a.place - b.place).find(({ id, drawn }) => !drawn && !taken.has(id))
