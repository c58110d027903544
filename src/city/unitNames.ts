/**
 * Which unit a word means: registers write 市城管局 where the city has 明城市城市管理局. The city's own name, its rank and the usual short
 * words are no difference; a word that fits several units means none of them, because whoever guesses sends the case to the wrong desk.
 */
import { plain } from '../sheets/sheet.ts'
import words from './unit-words.json' with { type: 'json' }

/** A unit as far as its name is asked. */
export interface UnitName {
  readonly code: string
  readonly nameZh: string
}

/** The names of a city's units, to be asked. */
export interface UnitNames<Unit extends UnitName> {
  /** The one unit that is meant. */
  readonly find: (text: string) => Unit | undefined
  /** Units that a word may mean, the likeliest first. */
  readonly near: (text: string) => Unit[]
}

const shorts = Object.entries(words)
  .flatMap(([short, longs]) => longs.map((long) => ({ short, long })))
  .toSorted((a, b) => b.long.length - a.long.length)

const written = (text: string): string => plain(text).replaceAll(' ', '').toLowerCase()

/** A name with the usual short words in the place of the long ones. */
export const shortName = (name: string): string => shorts.reduce((text, { short, long }) => text.replaceAll(long, short), written(name))

/** A word as part of names that hold the long words: 城管 is looked for as 城市管理 too. */
export const longWords = (text: string): string[] => {
  const asked = written(text)
  return [asked, ...shorts.filter(({ short }) => asked.includes(short)).map(({ short, long }) => asked.replaceAll(short, long))]
}

const nearMost = 5
/** What a word leaves away when the bureau is clear without it. */
const endings = /[局委办厅]$/

/** The keys of a name: whole, and without the city's own name or rank. */
function keysOf(name: string, city: string): string[] {
  const rank = /[省市区县旗]$/.exec(city)?.[0] ?? '市'
  const own = [city, city.replace(/[省市区县旗]$/, ''), `本${rank}`, `我${rank}`, rank].filter((word) => word !== '')
  const whole = written(name).replace(/^.{2,8}省(?=.*市)/, '')
  const bare = own.filter((word) => whole.startsWith(word) && whole.length > word.length + 1).map((word) => whole.slice(word.length))
  return [...new Set([written(name), whole, ...bare].map(shortName))]
}

/** 砚禾区城管局 is the 区城管局 of a city with one district. */
const ranked = (key: string): string => key.replace(/^.{1,8}?(?<![社小])([区县旗])(?=..)/, '$1')

function byKey<Unit>(units: readonly Unit[], keys: (unit: Unit) => readonly string[]): (key: string) => Unit[] {
  const found = new Map<string, Unit[]>()
  for (const unit of units) for (const key of new Set(keys(unit))) found.set(key, [...(found.get(key) ?? []), unit])
  return (key) => found.get(key) ?? []
}

/** Prepares the units of a city to be asked; those that were closed are left out by whoever asks. */
export function unitNamesOf<Unit extends UnitName>(units: readonly Unit[], cityName: string): UnitNames<Unit> {
  const city = written(cityName)
  const keys = new Map(units.map((unit) => [unit, keysOf(unit.nameZh, city)]))
  const steps = [
    byKey(units, ({ code }) => [code, written(code)]),
    byKey(units, ({ nameZh }) => [written(nameZh)]),
    byKey(units, (unit) => keys.get(unit)!),
    byKey(units, (unit) => keys.get(unit)!.map(ranked)),
    byKey(units, (unit) => keys.get(unit)!.map((key) => key.replace(endings, ''))),
  ]
  const asked = (text: string, step: number) => (step === 0 ? [text, written(text)] : step === 1 ? [written(text)] : keysOf(text, city))
  const candidates = (text: string): Unit[] => {
    for (const [index, step] of steps.entries()) {
      const found = new Set(asked(text, index).flatMap(step))
      if (found.size > 0) return [...found]
    }
    return []
  }
  const likeness = (wanted: readonly string[], unit: Unit) =>
    Math.max(...wanted.flatMap((one) => keys.get(unit)!.map((key) => shared(one.replace(endings, ''), key.replace(endings, '')))))
  return {
    find: (text) => {
      if (written(text) === '') return undefined
      const found = candidates(text)
      return found.length === 1 ? found[0] : undefined
    },
    near: (text) => {
      const fits = candidates(text)
      if (fits.length > 0) return fits.slice(0, nearMost)
      const wanted = keysOf(text, city)
      const alike = units.map((unit) => ({ unit, likeness: likeness(wanted, unit) })).filter((one) => one.likeness >= 0.5)
      return alike
        .toSorted((a, b) => b.likeness - a.likeness)
        .slice(0, nearMost)
        .map(({ unit }) => unit)
    },
  }
}

/** The same for tables that refuse what no unit is called: those that were closed are meant by their whole name only. */
export const unitFinder = <Unit extends UnitName & { readonly closedOn?: string | null }>(units: readonly Unit[], cityName = '') =>
  unitNamesOf(
    units.filter(({ closedOn }) => (closedOn ?? null) === null),
    cityName,
  ).find

/** How much of the shorter of two names stands in the other, in pairs of letters. */
function shared(one: string, other: string): number {
  const pairs = (text: string) => Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2))
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  const all = pairs(short)
  return all.length === 0 ? 0 : all.filter((pair) => long.includes(pair)).length / all.length
}
