/**
 * An outline written in a cell of a table: WKT, as map offices hand it out, or the geometry of GeoJSON as text. What was
 * read is not trusted: mending (`mend.ts`) looks at it as at any other outline.
 */
import type { Cell } from '../../sheets/sheet.ts'

/** The geometry of a cell; undefined when nothing is written, null when it is no outline. */
export function outlineOf({ geometry, text }: Cell): unknown {
  if (geometry !== undefined) return geometry
  const written = text.trim()
  if (written === '') return undefined
  return written.startsWith('{') ? fromJson(written) : fromWkt(written)
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `POLYGON((x y, …), (…))` and `MULTIPOLYGON(((…)))` as nested lists; a number of the reference system before it is left out. */
function fromWkt(text: string): unknown {
  const match = /^(?:SRID=\d+;)?\s*(MULTI)?POLYGON\s*(?:Z\s*)?(\([\s\d.,+eE()-]*\))$/i.exec(text)
  if (!match) return null
  const places = match[2]!.replace(/[^(),]+/g, (place) => {
    const numbers = place.trim().split(/\s+/)
    return place.trim() === '' ? '' : JSON.stringify(numbers.slice(0, 2).map(Number))
  })
  const coordinates = fromJson(places.replaceAll('(', '[').replaceAll(')', ']'))
  return { type: match[1] ? 'MultiPolygon' : 'Polygon', coordinates }
}
