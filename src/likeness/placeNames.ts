/**
 * Names of places are taken out of a text before it teaches or is judged: that a street stood in many cases of a unit says where the
 * unit works, which is asked of the map, and cut into characters it would speak for whoever has one of them in the name.
 */

const endings = /(街道|社区|地区|镇|乡|区|县|市)$/

/** A city's names of places: areas lose their ending too (笛苒街道, 笛苒), streets only count whole (建设路 is not 建设). */
export interface PlaceNames {
  readonly areas: readonly string[]
  readonly streets: readonly string[]
}

/** Gives what takes these names out of a text, the longest that stands at a place first. */
export function withoutPlaces({ areas, streets }: PlaceNames): (text: string) => string {
  const names = new Set([...areas, ...areas.map((name) => name.replace(endings, '')), ...streets].filter((name) => name.length > 1))
  const lengths = [...new Set([...names].map(({ length }) => length))].toSorted((a, b) => b - a)
  return (text) => {
    let kept = ''
    for (let at = 0; at < text.length; ) {
      const length = lengths.find((one) => names.has(text.slice(at, at + one)))
      kept += length === undefined ? text[at]! : ' '
      at += length ?? 1
    }
    return kept
  }
}
