/**
 * The area that a register wrote down in words: by code or name, a street with or without the word for it. A name that several areas
 * bear is none of them, because whoever guesses sends the case to the wrong street.
 */
import type { AreaId } from '../base/ids.ts'
import type { Level } from '../city/area.ts'
import type { Shape } from '../city/geometry.ts'
import { plain } from '../sheets/sheet.ts'

/** An area as the register may have written it. */
export interface NamedArea {
  readonly id: AreaId
  readonly parentId: AreaId | null
  readonly level: Level
  readonly code: string
  readonly nameZh: string
  readonly shape: Shape | null
}

/** What a city's areas are called. */
export interface Named {
  /** The one area that is meant; undefined where there is none, or more than one. */
  readonly find: (text: string) => NamedArea | undefined
  /** The street that an area is or lies in; null of a district. */
  readonly streetOf: (area: NamedArea) => AreaId | null
  /** Streets to choose from, for whoever has to correct a row; '' in a city without areas. */
  readonly choice: string
}

const key = (text: string) => plain(text).replaceAll(' ', '').toLowerCase()
const bare = (text: string) => text.replace(/(?:街道办事处|街道办|街道)$/, '')
const shownStreets = 20

function byName(areas: readonly NamedArea[], namesOf: (area: NamedArea) => readonly string[]): ReadonlyMap<string, NamedArea[]> {
  const named = new Map<string, NamedArea[]>()
  for (const area of areas) for (const name of new Set(namesOf(area))) named.set(name, [...(named.get(name) ?? []), area])
  return named
}

/** Prepares the areas of a city to be asked. */
export function namesOf(areas: readonly NamedArea[]): Named {
  const byId = new Map<string, NamedArea>(areas.map((area) => [area.id, area]))
  const streets = areas.filter(({ level }) => level === 'street')
  const whole = byName(areas, ({ code, nameZh }) => [key(code), key(nameZh)])
  const short = byName(streets, ({ nameZh }) => [bare(key(nameZh))])
  const names = streets.map(({ nameZh }) => nameZh)
  return {
    find: (text) => {
      const written = key(text)
      const found = whole.get(written) ?? short.get(bare(written)) ?? []
      return found.length === 1 ? found[0] : undefined
    },
    streetOf: (area) => {
      for (let it: NamedArea | undefined = area; it; it = byId.get(it.parentId ?? '')) if (it.level === 'street') return it.id
      return null
    },
    choice: names.slice(0, shownStreets).join('、') + (names.length > shownStreets ? `…（${names.length}）` : ''),
  }
}
