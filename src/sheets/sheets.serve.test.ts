import { read as readOld, CFB, utils, write as writeOld } from '@e965/xlsx'
import excel from 'exceljs'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../../test/zip.ts'
import { readSheets } from './read.serve.ts'
import { addressOf, type Cell, columnName, dateText, decimalOf, fillMerges, isBlank, limits, numberText, plain } from './sheet.ts'
import { csvLine } from './csvText.ts'
import { writeWorkbook } from './write.serve.ts'

const made = async (fill: (book: excel.Workbook) => void): Promise<Uint8Array> => {
  const book = new excel.Workbook()
  fill(book)
  return Buffer.from(await book.xlsx.writeBuffer())
}
const texts = (rows: readonly (readonly { text: string }[])[]) => rows.map((row) => row.map(({ text }) => text))
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'read',
    (problem: { code: string }) => problem.code,
  )
const cyclic = (count: number) => 'A'.repeat(count)

describe('a workbook', () => {
  it('is read with merges filled, formulas by their stored result, dates and percents as people see them', async () => {
    const bytes = await made((book) => {
      const sheet = book.addWorksheet('任务分解表')
      sheet.addRow(['测评项目', '分值', '时限', '比例'])
      sheet.addRow(['一、环境', 2.18, new Date('2026-11-22T00:00:00Z'), 0.85])
      sheet.addRow([null, { formula: 'B2*2', result: 4.36 }, { formula: 'NOW()' }])
      sheet.getCell('D2').numFmt = '0%'
      sheet.getCell('C2').numFmt = 'yyyy"年"m"月"d"日"'
      sheet.mergeCells('A2:A3')
      sheet.getRow(3).hidden = true
      sheet.getColumn(4).hidden = true
      book.addWorksheet('底稿', { state: 'hidden' }).addRow(['x'])
    })
    const book = await readSheets(bytes, 'a.xlsx')
    const [sheet, draft] = book.sheets
    expect(book.kind).toBe('xlsx')
    expect(texts(sheet!.rows)).toEqual([
      ['测评项目', '分值', '时限', '比例'],
      ['一、环境', '2.18', '2026-11-22', '85%'],
      ['一、环境', '4.36', ''],
    ])
    expect(sheet!.rows[2]!.map(({ note }) => note)).toEqual(['merged', 'formula', 'formulaNoValue'])
    expect(sheet!.rows[1]![1]!.number).toBe(2.18)
    expect([sheet!.hiddenRows, sheet!.hiddenColumns, draft!.hidden]).toEqual([[3], [4], true])
  })

  it('keeps rich text, rare characters and line breaks, and gaps between rows', async () => {
    const bytes = await made((book) => {
      const sheet = book.addWorksheet('S')
      sheet.getCell('B3').value = { richText: [{ text: '𠮷' }, { text: '１）２）', font: { bold: true } }] }
      sheet.getCell('A5').value = '一\n二 _x0041_'
    })
    const { rows } = (await readSheets(bytes, 'a.xlsx')).sheets[0]!
    expect(texts(rows)).toEqual([[], [], ['', '𠮷１）２）'], [], ['一\n二 A']])
  })

  it('comes back from our own writer as it was', async () => {
    const rows = [
      ['标题', '数'],
      ['=1+1', 12.5],
      ['_x0041_ 𠮷\n"引"', -0.000001],
      ['', 1e15],
    ]
    const bytes = await writeWorkbook([{ name: '表[1]', rows, widths: [20, 8] }], '2026-11-22T00:00:00.000Z')
    const sheet = (await readSheets(bytes, 'b.xlsx')).sheets[0]!
    expect(sheet.name).toBe('表 1 ')
    expect(texts(sheet.rows)).toEqual([
      ['标题', '数'],
      ['=1+1', '12.5'],
      ['_x0041_ 𠮷\n"引"', '-0.000001'],
      ['', '1000000000000000'],
    ])
    expect(sheet.rows.flat().some(({ note }) => note === 'formula')).toBe(false)
  })

  it('of the old kind is read through its library', async () => {
    const book = utils.book_new()
    const sheet = utils.aoa_to_sheet([
      ['项目', '分'],
      ['绿化', 1.5],
      [null, 2],
    ])
    sheet['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 2, c: 0 } }]
    utils.book_append_sheet(book, sheet, '表')
    const bytes = new Uint8Array(writeOld(book, { type: 'buffer', bookType: 'biff8' }) as Buffer)
    expect(readOld(bytes).SheetNames).toEqual(['表'])
    const old = await readSheets(bytes, 'a.xls')
    expect([old.kind, old.notes]).toEqual(['xls', ['oldFormat']])
    expect(texts(old.sheets[0]!.rows)).toEqual([
      ['项目', '分'],
      ['绿化', '1.5'],
      ['绿化', '2'],
    ])
  })
})

describe('a file that must not be trusted', () => {
  const container = (
    extra: Parameters<typeof zipOf>[0] = [],
    sheet = '<worksheet><sheetData><row><c t="str"><v>1</v></c></row></sheetData></worksheet>',
  ) =>
    zipOf([
      { name: 'xl/workbook.xml', content: '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>' },
      { name: 'xl/_rels/workbook.xml.rels', content: '<Relationships><Relationship Id="a" Target="worksheets/s.xml"/></Relationships>' },
      { name: 'xl/worksheets/s.xml', content: sheet },
      ...extra,
    ])

  it('is refused as a bomb by what it claims and by what it really inflates to', async () => {
    const huge = Buffer.alloc(80 << 20, 0x20)
    expect(await refusal(readSheets(container([{ name: 'xl/media/x.bin', content: huge }]), 'x.xlsx'))).toBe('sheets.bomb')
    const liar = container([], `<worksheet>${cyclic(40 << 20)}</worksheet>`)
    expect(await refusal(readSheets(liar, 'x.xlsx'))).toBe('sheets.bomb')
    const lies = zipOf([
      { name: 'xl/workbook.xml', content: '<workbook/>' },
      { name: 'xl/_rels/workbook.xml.rels', content: huge, claims: 100 },
    ])
    expect(await refusal(readSheets(lies, 'x.xlsx'))).toBe('sheets.broken')
  })
  it('may hold macros, which are noticed and never run', async () => {
    const book = await readSheets(container([{ name: 'xl/vbaProject.bin', content: 'Sub AutoOpen()' }]), 'x.xlsm')
    expect([book.kind, book.notes]).toEqual(['xlsm', ['macros']])
  })
  it('is refused with a document type, locked, empty, a web page, or nothing we know', async () => {
    expect(
      await refusal(
        readSheets(container([], '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>'), 'x.xlsx'),
      ),
    ).toBe('sheets.broken')
    const locked = CFB.utils.cfb_new()
    CFB.utils.cfb_add(locked, '/EncryptedPackage', Buffer.alloc(5000, 7))
    CFB.utils.cfb_add(locked, '/EncryptionInfo', Buffer.alloc(64, 1))
    expect(await refusal(readSheets(new Uint8Array(CFB.write(locked, { type: 'buffer' }) as Buffer), 'x.xlsx'))).toBe('sheets.password')
    expect(await refusal(readSheets(new Uint8Array(), 'x.xlsx'))).toBe('sheets.empty')
    expect(await refusal(readSheets(container([], '<worksheet><sheetData/></worksheet>'), 'x.xlsx'))).toBe('sheets.empty')
    expect(await refusal(readSheets(Buffer.from('<html><table><tr><td>1'), 'x.xls'))).toBe('sheets.webPage')
    expect(await refusal(readSheets(Buffer.from('%PDF-1.7'), 'x.xlsx'))).toBe('sheets.unknown')
    expect(await refusal(readSheets(Buffer.from('PK\u0003\u0004broken'), 'x.xlsx'))).toBe('sheets.broken')
    expect(await refusal(readSheets(zipOf([{ name: 'a.txt', content: 'x' }]), 'x.xlsx'))).toBe('sheets.unknown')
  })
  it('is refused when it holds too much, wherever that stands', async () => {
    const far = '<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    expect(await refusal(readSheets(container([], far), 'x.xlsx'))).toBe('sheets.tooMany')
    expect(await refusal(readSheets(Buffer.alloc(11, 0x41), 'x.csv', { ...limits, bytes: 10 }))).toBe('sheets.tooBig')
    expect(await refusal(readSheets(Buffer.from('a\nb\nc'), 'x.csv', { ...limits, rows: 2 }))).toBe('sheets.tooMany')
  })
})

describe('a text table', () => {
  it('is read in the encodings that offices use', async () => {
    for (const [encoding, note] of [
      ['utf8', []],
      ['gb18030', ['guessedEncoding']],
    ] as const) {
      const book = await readSheets(iconv.encode('名称,分值\n"绿地,公园",0012\n', encoding), '清单.csv')
      expect(texts(book.sheets[0]!.rows)).toEqual([
        ['名称', '分值'],
        ['绿地,公园', '0012'],
      ])
      expect([book.sheets[0]!.name, book.notes]).toEqual(['清单', note])
    }
    const wide = await readSheets(Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode('a\tb\n1\t2.5', 'utf16le')]), 'x.txt')
    expect(wide.sheets[0]!.rows[1]).toEqual([
      { text: '1', number: 1 },
      { text: '2.5', number: 2.5 },
    ])
  })
  it('is read without a mark of its encoding, split by bars, and with a letter lost', async () => {
    const lines = '编号,内容\n1,路灯不亮\n2,井盖松动\n'
    for (const encoding of ['utf16le', 'utf16be']) {
      const book = await readSheets(iconv.encode(lines, encoding, { addBOM: false }), 'x.csv')
      expect([book.notes, texts(book.sheets[0]!.rows)[2]]).toEqual([['guessedEncoding'], ['2', '井盖松动']])
    }
    expect(texts((await readSheets(Buffer.from('甲|乙\n一|二,三\n'), 'x.csv')).sheets[0]!.rows)[1]).toEqual(['一', '二,三'])
    const long = Buffer.from(`${lines}3,${'路灯不亮'.repeat(5)}\n4,缺\n`)
    // Cut in the middle of its last letter: read as GBK, all the others would be different ones.
    const cut = await readSheets(long.subarray(0, long.length - 2), 'x.csv')
    expect([cut.notes, texts(cut.sheets[0]!.rows).slice(1)]).toEqual([
      ['guessedEncoding'],
      [
        ['1', '路灯不亮'],
        ['2', '井盖松动'],
        ['3', '路灯不亮'.repeat(5)],
        ['4', '\ufffd'],
      ],
    ])
  })
  it('is read line by line where two encodings were put together', async () => {
    const [head, first, last] = ['编号,内容\r\n', '1,路灯不亮\r\n', '2,"井盖松动，\n请维修"\r\n']
    const gbk = (text: string) => iconv.encode(text, 'gb18030')
    const many = Buffer.from(first.repeat(30))
    for (const bytes of [
      [Buffer.from(head + first), gbk(last)],
      [gbk(head), Buffer.from(first), gbk(last)],
      [Buffer.from(`\ufeff${head}`), many, Buffer.from(first), gbk(last)],
    ]) {
      const rows = texts((await readSheets(Buffer.concat(bytes), 'x.csv')).sheets[0]!.rows)
      expect([rows[0], ...rows.slice(-2)]).toEqual([
        ['编号', '内容'],
        ['1', '路灯不亮'],
        ['2', '井盖松动，\n请维修'],
      ])
    }
  })
  it('comes back from our own writer with formulas disarmed', async () => {
    const fields = ['=cmd()', '@x', '-5', '', '说"好"\n', ' a', '\n=1', '＋１', '－', "'quoted'", "'=own'"]
    const line = csvLine(fields)
    expect(line.startsWith("'=cmd(),'@x,'-5,,")).toBe(true)
    expect(texts((await readSheets(Buffer.from(line), 'x.csv')).sheets[0]!.rows)).toEqual([[...fields.slice(0, -1), "=own'"]])
  })
})

describe('small readings', () => {
  it('makes one form of full-width text', () => expect(plain(' １）材料审核，实地—考察　')).toBe('1)材料审核,实地-考察'))
  it('reads decimals as they are written', () => {
    const check = (text: string) => decimalOf({ text })
    expect(['１２．５０分', '1,234.5', '+3', '-0.5', '85%', '约3', '', '1.2.3'].map(check)).toEqual([
      '12.50',
      '1234.5',
      '3',
      '-0.5',
      '85',
      undefined,
      undefined,
      undefined,
    ])
  })
  it('gives nothing for what is no address, number or day', () => {
    expect([addressOf('A'), addressOf('$B$3'), numberText(Number.NaN), dateText(1e12, false), isBlank(undefined)]).toEqual([
      undefined,
      [2, 1],
      '',
      '1000000000000',
      true,
    ])
    const rows: Cell[][] = [[{ text: '' }], []]
    fillMerges(rows, [
      [0, 0, 1, 1],
      [5, 0, 6, 0],
    ])
    expect(rows).toEqual([[{ text: '' }], []])
  })
  it('names columns, numbers and days', () => {
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
    expect([2.1800000000000002, 1e21, 1e-7].map(numberText)).toEqual(['2.18', '1000000000000000000000', '0.0000001'])
    expect([dateText(46_348, false), dateText(0.5, false), dateText(44_886.25, true)]).toEqual([
      '2026-11-22',
      '12:00:00',
      '2026-11-22 06:00:00',
    ])
  })
})
