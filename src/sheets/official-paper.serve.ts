/**
 * Pages in the layout of GB/T 9704-2012 (党政机关公文格式): A4, text area 156 × 225 mm, 22 lines a page, each face of type in
 * its place. The standard's faces are not ours to ship, so each is declared with open faces that take its place.
 * Source: GB/T 9704-2012, 5 and 7 (paper, margins, type sizes, page number).
 */
import type { FileChild, IParagraphOptions, IRunOptions, ISectionOptions, Table } from 'docx'

/** The library, loaded when the first paper is asked for. */
export const loadDocx = () => import('docx')
export type Docx = Awaited<ReturnType<typeof loadDocx>>

/** Faces: the standard's own name, then what may take its place, most alike first. */
const faces = {
  /** Body. */
  fangsong: ['仿宋', ['FangSong', '仿宋_GB2312', 'Zhuque Fangsong (technical preview)', 'Noto Serif CJK SC', 'Source Han Serif SC']],
  /** Title. */
  xiaobiaosong: ['方正小标宋简体', ['FZXiaoBiaoSong-B05S', 'Noto Serif CJK SC', 'Source Han Serif SC', 'SimSun']],
  /** First headings. */
  heiti: ['黑体', ['SimHei', 'Noto Sans CJK SC', 'Source Han Sans SC']],
  /** Second headings. */
  kaiti: ['楷体', ['KaiTi', '楷体_GB2312', 'LXGW WenKai', 'Noto Serif CJK SC']],
  /** Page number. */
  songti: ['宋体', ['SimSun', 'Noto Serif CJK SC', 'Source Han Serif SC']],
  /** Letters and figures, where the standard names no face. */
  latin: ['Times New Roman', ['Liberation Serif', 'Tinos', 'Nimbus Roman']],
} as const satisfies Record<string, readonly [string, readonly string[]]>
export type Face = Exclude<keyof typeof faces, 'latin'>

/** Sizes of type in half points: 2 号 22 pt, 3 号 16 pt, 4 号 14 pt, 5 号 10.5 pt. */
export const sizes = { title: 44, body: 32, number: 28, table: 21 } as const

/**
 * Line pitch in twentieths of a point: 225 mm ÷ 22 lines = 28.95 pt, set on each paragraph. No grid on the page: it would
 * stretch the small type of tables to the same pitch.
 */
const linePitch = 579
const tablePitch = 300

const font = (face: Face) => {
  const [name] = faces[face]
  const latin = faces.latin[0]
  return { ascii: latin, hAnsi: latin, eastAsia: name, cs: latin, hint: 'eastAsia' }
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** The font table: every face with the names that may take its place. */
const fontTable = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.values(
  faces,
)
  .map(
    ([name, others]) =>
      `<w:font w:name="${escapeXml(name)}"><w:altName w:val="${escapeXml(others.join(','))}"/><w:charset w:val="86"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>`,
  )
  .join('')}</w:fonts>`

/** A JPEG picture; sizes in pixels. */
export interface Picture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  /** What it shows, for who cannot see it. */
  readonly says: string
}

/** 74 mm at 96 pixels an inch: two of them and the gap between fill the text's 156 mm. */
const widest = 280

/** Building blocks of a page, over the loaded library. */
export interface Paper {
  readonly title: (text: string) => FileChild
  /** Centred below the title: the document number. */
  readonly under: (text: string) => FileChild
  /** 一、… */
  readonly heading: (text: string) => FileChild
  readonly body: (text: string) => FileChild
  /** Body that stays on one page with what follows: signatures. */
  readonly kept: (text: string) => FileChild
  /** Signed lines and dates, pushed right by whole characters. */
  readonly right: (text: string, characters: number) => FileChild
  readonly blank: () => FileChild
  /** Pictures beside each other, none wider or higher than 74 mm; their line is as high as they are. */
  readonly pictures: (list: readonly Picture[]) => FileChild
  /** A table with a head that repeats on each page; widths in millimetres. A cell of several lines is one paragraph each. */
  readonly table: (widthsMm: readonly number[], head: readonly string[], rows: readonly (readonly (readonly string[])[])[]) => Table
}

/** The building blocks. */
export function paperOf(docx: Docx): Paper {
  const { AlignmentType, ImageRun, Paragraph, TextRun } = docx
  const image = ({ data, width, height, says }: Picture) => {
    const scale = widest / Math.max(width, height)
    const transformation = { width: Math.round(width * scale), height: Math.round(height * scale) }
    return new ImageRun({ type: 'jpg', data, transformation, altText: { name: says, title: says, description: says } })
  }
  const exact = { line: linePitch, lineRule: 'exact' as const }
  const run = (text: string, face: Face, size: number, more: IRunOptions = {}) => new TextRun({ text, font: font(face), size, ...more })
  const paragraph = (text: string, face: Face, options: IParagraphOptions = {}, size: number = sizes.body) =>
    new Paragraph({ spacing: exact, ...options, children: [run(text, face, size)] })
  const indented = { indent: { firstLine: 2 * sizes.body * 10, firstLineChars: 200 } }
  return {
    title: (text) =>
      paragraph(
        text,
        'xiaobiaosong',
        { alignment: AlignmentType.CENTER, spacing: { line: 700, lineRule: 'exact', before: linePitch }, keepNext: true },
        sizes.title,
      ),
    under: (text) => paragraph(text, 'kaiti', { alignment: AlignmentType.CENTER }),
    heading: (text) => paragraph(text, 'heiti', { ...indented, keepNext: true }),
    body: (text) => paragraph(text, 'fangsong', { ...indented, alignment: AlignmentType.BOTH }),
    kept: (text) => paragraph(text, 'fangsong', { ...indented, keepNext: true, keepLines: true }),
    right: (text, characters) =>
      paragraph(text, 'fangsong', {
        alignment: AlignmentType.RIGHT,
        indent: { right: characters * sizes.body * 10, endChars: characters * 100 } as never,
        keepLines: true,
      }),
    blank: () => paragraph('', 'fangsong', { keepNext: true }),
    pictures: (list) =>
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { before: 120, after: 120 },
        children: list.flatMap((one, index) => (index === 0 ? [image(one)] : [new TextRun({ text: '  ' }), image(one)])),
      }),
    table: (widthsMm, head, rows) => tableOf(docx, widthsMm, head, rows),
  }
}

const twips = (mm: number) => Math.round((mm * 1440) / 25.4)

function tableOf(
  docx: Docx,
  widthsMm: readonly number[],
  head: readonly string[],
  rows: readonly (readonly (readonly string[])[])[],
): Table {
  const { AlignmentType, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlignTable, WidthType } = docx
  const cell = (lines: readonly string[], column: number, isHead: boolean) =>
    new TableCell({
      width: { size: twips(widthsMm[column]!), type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      children: (lines.length === 0 ? [''] : lines).map(
        (text) =>
          new Paragraph({
            alignment: isHead || column === 0 ? AlignmentType.CENTER : AlignmentType.LEFT,
            spacing: { line: tablePitch, lineRule: 'exact' },
            children: [new TextRun({ text, font: font(isHead ? 'heiti' : 'fangsong'), size: sizes.table })],
          }),
      ),
    })
  const row = (cells: readonly (readonly string[])[], isHead: boolean) =>
    new TableRow({ tableHeader: isHead, cantSplit: true, children: cells.map((lines, column) => cell(lines, column, isHead)) })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(widthsMm.reduce((sum, width) => sum + width, 0)), type: WidthType.DXA },
    columnWidths: widthsMm.map(twips),
    rows: [
      row(
        head.map((text) => [text]),
        true,
      ),
      ...rows.map((cells) => row(cells, false)),
    ],
  })
}

/** Page numbers stand outside: right on odd pages, left on even ones, one character in, between dashes. */
function footer(docx: Docx, even: boolean) {
  const { AlignmentType, Footer, PageNumber, Paragraph, TextRun } = docx
  const dash = '\u2014'
  return new Footer({
    children: [
      new Paragraph({
        alignment: even ? AlignmentType.LEFT : AlignmentType.RIGHT,
        indent: even ? { left: sizes.number * 10 } : { right: sizes.number * 10 },
        children: [new TextRun({ font: font('songti'), size: sizes.number, children: [`${dash} `, PageNumber.CURRENT, ` ${dash}`] })],
      }),
    ],
  })
}

/** The pages as a Word file. */
export async function writePaper(
  docx: Docx,
  about: { title: string; author: string },
  children: readonly FileChild[],
): Promise<Uint8Array> {
  const { Document, Packer } = docx
  const section: ISectionOptions = {
    properties: {
      page: {
        size: { width: twips(210), height: twips(297) },
        margin: { top: twips(37), bottom: twips(35), left: twips(28), right: twips(26), footer: twips(25), header: twips(15) },
      },
    },
    footers: { default: footer(docx, false), even: footer(docx, true) },
    children,
  }
  const document = new Document({
    title: about.title,
    creator: about.author,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: { document: { run: { font: font('fangsong'), size: sizes.body, language: { value: 'en-US', eastAsia: 'zh-CN' } } } },
    },
    sections: [section],
  })
  return Packer.toBuffer(document, undefined, [{ path: 'word/fontTable.xml', data: fontTable }])
}
