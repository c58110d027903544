/** Stall lines and the like as GeoJSON, the way city management keeps them: one exemption a feature, its words from the properties. */
import type { Crs } from '../city/crs.ts'
import type { Shape } from '../city/geometry.ts'
import { mend } from '../city/mend.ts'

/** One drawn place with what its properties say of it. */
export interface DrawnPlace {
  readonly shape: Shape
  readonly title: string
  readonly source: string
  /** "18:00-22:00", "06:00-08:30, 18:00-22:00"; empty where nothing is said. */
  readonly hours: string
}

/** What a text holds, or why not; `index` is the feature at fault, from one on. */
export type DrawnPlaces =
  | { readonly places: readonly DrawnPlace[] }
  | { readonly why: 'notJson' | 'nothing' | 'notPolygon' | 'impossible' | 'broken'; readonly index?: number }

const mostPlaces = 200

/** Reads a geometry, a feature or a collection of features. */
export function readDrawn(text: string, crs: Crs): DrawnPlaces {
  let whole: unknown
  try {
    whole = JSON.parse(text)
  } catch {
    return { why: 'notJson' }
  }
  const features = featuresOf(whole)
  if (features.length === 0 || features.length > mostPlaces) return { why: 'nothing' }
  const places: DrawnPlace[] = []
  for (const [index, { geometry, properties }] of features.entries()) {
    const mended = mend(geometry, crs)
    if ('why' in mended) return { why: mended.why, index: index + 1 }
    const said = (names: readonly string[]) => textOf(names.map((name) => properties[name]).find((value) => textOf(value) !== ''))
    places.push({
      shape: mended.shape,
      title: said(['title', 'name', '名称', '路段']),
      source: said(['source', '依据', '文号']),
      hours: said(['hours', '时段', '时间']),
    })
  }
  return { places }
}

interface Feature {
  readonly geometry: unknown
  readonly properties: Readonly<Record<string, unknown>>
}

function featuresOf(whole: unknown): Feature[] {
  const { type, features, geometry, properties } = (whole ?? {}) as Record<string, unknown>
  if (type === 'FeatureCollection') return Array.isArray(features) ? features.flatMap(featuresOf) : []
  if (type === 'Feature') return [{ geometry, properties: (properties ?? {}) as Feature['properties'] }]
  return type === undefined ? [] : [{ geometry: whole, properties: {} }]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** "18:00-22:00" and the like as hours; undefined when something in it is none. */
export function hoursOf(text: string): { from: string; to: string }[] | undefined {
  const parts = text.split(/[,，;；、\s]+/).filter((part) => part !== '')
  const hours = parts.map((part) => /^(\d{1,2})[:：](\d\d)\s*[-–—~～至]\s*(\d{1,2})[:：](\d\d)$/.exec(part))
  if (hours.some((hit) => hit === null)) return undefined
  const all = hours.map((hit) => ({ from: `${hit![1]!.padStart(2, '0')}:${hit![2]}`, to: `${hit![3]!.padStart(2, '0')}:${hit![4]}` }))
  const isHour = (hour: string) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(hour)
  return all.every(({ from, to }) => isHour(from) && isHour(to)) ? all : undefined
}
