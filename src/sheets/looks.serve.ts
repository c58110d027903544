/** The looks of cells in a workbook: each is written down once and cells name it by its number. */
import type { CellOut } from './out.ts'

/** The looks in use so far. */
export interface Looks {
  /** The number of a cell's look. */
  readonly of: (out: CellOut, isHead: boolean) => number
  /** The part of the workbook that says them all. */
  readonly text: () => string
}

const headFill = 'FFDCE6F2'
const firstFormat = 164
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** What stands at which number; a new one is put at the end. */
function numbered() {
  const list = new Map<string, number>()
  return {
    list,
    of: (name: string): number => {
      const known = list.get(name) ?? list.size
      list.set(name, known)
      return known
    },
  }
}

/** No looks yet but the one that cells without any have. */
export function makeLooks(): Looks {
  const fills = numbered()
  const formats = numbered()
  const looks = numbered()
  const lookOf = (bold: boolean, fill: string | undefined, format: string | undefined, wrap: boolean): number => {
    // Two fills come first whatever is used, and formats of one's own begin at 164.
    const numbers = [format === undefined ? 0 : firstFormat + formats.of(format), bold ? 1 : 0, fill === undefined ? 0 : 2 + fills.of(fill)]
    return (
      1 +
      looks.of(
        `<xf numFmtId="${numbers[0]}" fontId="${numbers[1]}" fillId="${numbers[2]}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top"${wrap ? ' wrapText="1"' : ''}/></xf>`,
      )
    )
  }
  const [plain, heading] = [lookOf(false, undefined, undefined, true), lookOf(true, headFill, undefined, true)]
  return {
    of: (out, isHead) => {
      if (typeof out !== 'object' || out === null) return isHead ? heading : plain
      return lookOf(isHead || out.bold === true, out.fill ?? (isHead ? headFill : undefined), out.format, out.wrap ?? true)
    },
    text: () => {
      const own = [...formats.list].map(([format, no]) => `<numFmt numFmtId="${firstFormat + no}" formatCode="${quoted(format)}"/>`)
      const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`
      const filled = [...fills.list.keys()].map(
        (color) => `<fill><patternFill patternType="solid"><fgColor rgb="${color}"/><bgColor indexed="64"/></patternFill></fill>`,
      )
      const plainest = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
      return `<styleSheet xmlns="${main}">${own.length === 0 ? '' : `<numFmts count="${own.length}">${own.join('')}</numFmts>`}<fonts count="2">${font('')}${font('<b/>')}</fonts><fills count="${filled.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${filled.join('')}</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${looks.list.size + 1}">${plainest}${[...looks.list.keys()].join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
    },
  }
}

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
