import { describe, expect, it } from 'vitest'
import { bookOfSheets, patrol, type Sheets, stalls } from '../../test/xlsforms.ts'
import { type Form, isLanguage, partsOf, wordsFor } from './form.ts'
import { readForm } from './read-form.ts'
import { resolved, spotsOf } from './references.ts'
import { sheetsOf } from './write-form.ts'
import { xformOf } from './xform.ts'

const read = (sheets: Sheets, name = 'check.xlsx') => readForm(bookOfSheets(sheets), name)
const survey = (...rows: (readonly string[])[]): Sheets => ({
  survey: [
    ['type', 'name', 'label', 'relevant', 'calculation', 'repeat_count', 'parameters', 'appearance', 'default', 'required'],
    ...rows,
  ],
})
const faultsOf = (sheets: Sheets) =>
  read(sheets).faults.map(({ sheet, row, at, says }) => `${sheet ?? '-'}!${at}${row ?? ''} ${says.replace('fault.form.', '')}`)
/** The form of sheets without fault. */
function formOf(sheets: Sheets): Form {
  const { form, faults } = read(sheets)
  expect(faults).toEqual([])
  return form!
}

describe('a workbook', () => {
  it('is read whole, and comes out as it went in', () => {
    const form = formOf(stalls)
    expect([form.formId, form.version, form.title, form.languages]).toEqual(['stalls', '3', '摊位普查', ['中文 (zh)', 'English (en)']])
    expect(partsOf(form.parts).map(({ part, path }) => [...path.map(({ name }) => name), part.name].join('/'))).toContain('stall/who/name')
    const out = Object.fromEntries(
      sheetsOf(form).map(({ name, rows }) => [
        name,
        [...(rows as Iterable<readonly (string | null)[]>)].map((row) => row.map((cell) => cell ?? '')),
      ]),
    )
    const again = formOf(out)
    const bare = (it: Form) => JSON.stringify(it).replace(/"row":\d+/g, '')
    expect(bare(again)).toBe(bare(form))
  })

  it('without settings is named by its file; without choices it may be too', () => {
    expect(formOf(survey(['text', 'a', '题']))).toMatchObject({ formId: 'check', version: '1', title: 'check', languages: [], lists: [] })
    expect(read(survey(['text', 'a', '题']), '.xlsx').form?.formId).toBe('form')
    const named = formOf({
      ...survey(['text', 'a', '题']),
      settings: [
        ['id_string', 'title'],
        ['old', '老表'],
      ],
    })
    expect(named).toMatchObject({ formId: 'old', title: '老表' })
    expect(formOf({ ...survey(['text', 'a', '题']), settings: [['form_id'], ['only']] }).title).toBe('only')
  })

  it('may use old words, blank rows, disabled rows and columns of its own', () => {
    const { form, hints } = read({
      Survey: [
        ['type', 'name', 'caption', 'relevance', 'disabled', 'my notes', 'label::', ''],
        ['select all that apply from yn', 'a', '甲', '', '', '记一下'],
        ['int', 'b', '乙', '${a} = 1'],
        [],
        ['text', 'gone', '', '', 'yes'],
        ['datetime', 'when', '何时'],
      ],
      choices: [
        ['list name', 'value', 'label', 'a b'],
        ['yn', '1', '是', 'x'],
      ],
    })
    expect(form?.parts.map((part) => [part.is === 'question' ? part.type : part.is, part.name])).toEqual([
      ['select_multiple', 'a'],
      ['integer', 'b'],
      ['dateTime', 'when'],
    ])
    expect(hints.map(({ sheet, at, details }) => [sheet, at, details?.['column']])).toEqual([
      ['Survey', 'F', 'my notes'],
      ['choices', 'D', 'a b'],
    ])
  })

  it('may suggest a typed answer, and never choose one', () => {
    const chosen = survey(
      ['range', 'r', '', '', '', '', 'start=1 end=5', '', '3'],
      ['acknowledge', 'k', '', '', '', '', '', '', 'OK'],
      ['integer', 'n', '', '', '', '', '', '', '2'],
    )
    expect(faultsOf(chosen)).toEqual(['survey!I2 preselected', 'survey!I3 preselected'])
  })

  it('may ask for photos, recordings, films and files; what would be another question is refused, what changes nothing is told', () => {
    const xml = xformOf(formOf(patrol)).xml
    expect(xml).toContain('<bind nodeset="/data/front" type="binary" required="true()" constraint=". != \'x\'" orx:max-pixels="800"/>')
    expect(xml).toContain('<upload ref="/data/front" mediatype="image/*" appearance="new">')
    expect(xml).toContain('<bind nodeset="/data/spot/close" type="binary" relevant="../what != \'\'"/>')
    for (const mediatype of ['audio/*', 'video/*', 'application/*']) expect(xml).toContain(`mediatype="${mediatype}"`)
    expect(read({ survey: sheetsOf(formOf(patrol))[0]!.rows as string[][] }).faults).toEqual([])
    const wrong = survey(
      ['image', 'a', '', '', '', '', 'max-pixels=big', 'signature', 'x.png'],
      ['audio', 'b', '', '', '1 + 1', '', '', 'draw'],
    )
    expect(faultsOf(wrong)).toEqual([
      'survey!I2 preselected',
      'survey!H2 mediaDrawn',
      'survey!G2 maxPixels',
      'survey!E3 mediaCalculated',
      'survey!H3 mediaDrawn',
    ])
    const odd = read(
      survey(
        ['image', 'a', '', '', '', '', 'max-pixels=1024 app=x', 'new-front annotate'],
        ['audio', 'b', '', '', '', '', 'quality=low', 'new'],
        ['file', 'c', '', '', '', '', '', 'new'],
      ),
    )
    expect(odd.faults).toEqual([])
    expect(odd.hints.map(({ at, row, says, details }) => `${at}${row} ${says.slice(11)} ${String(details!['look'])}`)).toEqual([
      'H2 mediaAnnotate annotate',
      'G2 mediaUnheard app',
      'G3 mediaUnheard quality',
      'H4 mediaUnheard new',
    ])
  })

  it('is refused by sheet, row and reason, every reason at once', () => {
    expect(faultsOf({ tasks: [['a']] })).toEqual(['-!survey noSurvey'])
    expect(faultsOf({ survey: [['label'], ['x']] })).toEqual(['survey!type1 noColumn', 'survey!name1 noColumn', 'survey!type2 typeMissing'])
    expect(faultsOf(survey())).toEqual(['survey!A1 empty'])
    expect(
      faultsOf(
        survey(
          ['background-audio', 'p', '录音'],
          ['geoshape', 'g'],
          ['deviceid', 'i'],
          ['rank yn', 'k'],
          ['select_one_from_file a.csv', 'f'],
          ['magic', 'm'],
          ['', 'n'],
          ['text', ''],
          ['text', '1a'],
          ['text', 'meta'],
          ['text', 'x'],
          ['text', 'x'],
          ['end_group'],
          ['begin_group', 'open', '', '', '', '3'],
          ['calculate', 'c'],
          ['range', 'r', '', '', '', '', 'start=1'],
          ['select_one none', 's', '', '', '', '', '', "search('x')"],
          ['select_one none or_other', 'o'],
          ['text', 'y', '${nobody}', "pulldata('a')"],
        ),
      ),
    ).toEqual([
      'survey!A2 type.unheard',
      'survey!A3 type.shape',
      'survey!A4 type.device',
      'survey!A5 type.rank',
      'survey!A6 type.file',
      'survey!A7 typeUnknown',
      'survey!A8 typeMissing',
      'survey!B9 nameMissing',
      'survey!B10 nameBad',
      'survey!B11 nameBad',
      'survey!B13 nameTwice',
      'survey!A14 endAlone',
      'survey!F15 countAlone',
      'survey!E16 calculationMissing',
      'survey!G17 rangeBounds',
      'survey!H18 search',
      'survey!A19 orOther',
      'survey!A15 groupOpen',
      'survey!A18 listMissing',
      'survey!D20 functionUnsupported',
      'survey!C20 referenceUnknown',
    ])
  })

  it('is refused where choices, settings or whole sheets cannot be carried out', () => {
    expect(
      faultsOf({
        survey: [
          ['type', 'name', 'label', 'media::image', 'trigger'],
          ['text', 'a', '甲', 'a.png'],
          ['begin_group', 'g'],
          ['text', 'twice'],
          ['end_group'],
          ['begin_group', 'h'],
          ['text', 'twice'],
          ['text', 'b', '${twice}'],
          ['end_group'],
        ],
        choices: [
          ['list_name', 'name', 'label', 'media::audio'],
          ['', 'x', '无表'],
          ['l m', 'x'],
          ['yn', ''],
          ['yn', 'a b'],
          ['yn', 'c', '', 'c.mp3'],
          ['yn', 'c'],
        ],
        settings: [
          ['public_key', 'instance_name'],
          ['abc', '${nobody}'],
        ],
        entities: [['list_name'], ['trees']],
        osm: [['a'], ['']],
      }),
    ).toEqual([
      'survey!D2 columnUnsupported',
      'entities!A1 sheetUnsupported',
      'choices!D6 columnUnsupported',
      'choices!A2 listNameMissing',
      'choices!A3 nameBad',
      'choices!B4 nameMissing',
      'choices!B5 choiceBad',
      'choices!B7 choiceTwice',
      'settings!A2 settingUnsupported',
      'survey!C8 referenceTwice',
      'settings!instance_name2 referenceUnknown',
    ])
  })
  it('may lack settings, choices and cells, and filter by columns that mean something elsewhere', () => {
    expect(faultsOf(survey(['select_one', 'a']))).toEqual(['survey!A2 listMissing'])
    expect(formOf({ ...survey(['text', 'a']), settings: [] }).formId).toBe('check')
    expect(formOf({ ...survey(['text', 'a']), settings: [['version', 'style']] }).version).toBe('1')
    const { form } = read({
      ...survey(['select_one l', 'a']),
      choices: [
        ['list_name', 'name', 'label', 'type'],
        ['l', 'x', 'X', 'big'],
        ['l', 'y'],
      ],
    })
    expect(form?.lists[0]?.choices).toMatchObject([{ more: { type: 'big' } }, { name: 'y', label: {} }])
    expect(resolved('${gone}', { steps: ['a'] }, spotsOf(form!))).toBe('')
    const sheets = Object.fromEntries(sheetsOf(form!).map(({ name, rows }) => [name, [...(rows as Iterable<unknown[]>)]]))
    expect(sheets).toMatchObject({
      choices: [
        ['list_name', 'name', 'label', 'type'],
        ['l', 'x', 'X', 'big'],
        ['l', 'y', null, null],
      ],
    })
    expect(sheets['survey']).toEqual([
      ['type', 'name'],
      ['select_one l', 'a'],
    ])
  })
})

describe('the document for the engine', () => {
  const xmlOf = (sheets: Sheets) => xformOf(formOf(sheets)).xml

  it('names neighbours of the same turn relatively, and everything else from the root', () => {
    const { xml, expressions } = xformOf(formOf(stalls))
    const of = (row: number, column: string) => expressions.find((it) => it.row === row && it.column === column)?.xpath
    expect(of(11, 'relevant')).toBe("selected(../t, 'other') and ../who/name != ''")
    expect(of(14, 'calculation')).toBe('sum(/data/stall/c)')
    expect(of(4, 'choice_filter')).toBe('district = /data/d')
    expect(xml).toContain('jr:count="/data/n"')
    expect(xml).toContain('摊位数 &lt;个&gt; &amp; &quot;约&quot;')
    expect(xml).toContain('<setvalue event="odk-instance-first-load" ref="/data/day" value="today()"/>')
    expect(xml).toContain('<translation lang="中文 (zh)" default="true()">')
    expect(xml).toContain('<n>2</n>')
  })

  it('asks by name from within a filter, counts in a node of its own, and speaks one language plainly', () => {
    const xml = xmlOf({
      survey: [
        [
          'type',
          'name',
          'label',
          'choice_filter',
          'repeat_count',
          'calculation',
          'required',
          'readonly',
          'constraint',
          'constraint_message',
          'parameters',
          'relevant',
        ],
        ['begin_repeat', 'r', '组', '', '2 + 1', '', '', '', '', '', '', 'true()'],
        ['select_one l', 'a', '甲', '', '', '', 'no'],
        ['select_one l', 'b', '乙', 'k = ${a}', '', '', 'false', 'yes', '', '', 'randomize=true'],
        ['integer', 'i', '', '', '', '', "${a} = 'x'", '', '. > 1', '大于一'],
        ['end_repeat'],
        ['calculate', 'one', '', '', '', 'indexed-repeat(${i}, ${r}, 1)'],
        ['note', 'said', '说', '', '', '1 + 1'],
        ['decimal', 'rng', '', '', '', '', '', '', '', '', 'start=0 end=1 step=0.1'],
        ['range', 'half', '', '', '', '', '', '', '', '', 'start=0 end=1 step=0.5'],
      ],
      choices: [
        ['list_name', 'name', 'label', 'k'],
        ['l', 'x', '', 'y'],
        ['l', 'y', '歪', 'x'],
      ],
    })
    expect(xml).toContain("randomize(instance('l')/root/item[k = current()/../a])")
    expect(xml).toContain('<bind nodeset="/data/r_count" type="int" readonly="true()" calculate="2 + 1"/>')
    expect(xml).toContain('<bind nodeset="/data/r" relevant="true()"/>')
    expect(xml).toContain('jr:count="/data/r_count"')
    expect(xml).toContain('indexed-repeat(/data/r/i, /data/r, 1)')
    expect(xml).toContain('jr:constraintMsg="大于一"')
    expect(xml).toContain('<item><label>x</label><name>x</name><k>y</k></item>')
    expect(xml).toContain('type="decimal"')
    expect(xml).not.toContain('<itext>')
  })

  it('keeps the words of a column that names no language beside those that do', () => {
    const xml = xmlOf({
      survey: [
        ['type', 'name', 'label', 'label::English (en)', 'appearance'],
        ['begin_group', 'g', '组'],
        ['text', 'a', '甲 ${b}'],
        ['hidden', 'b', '', '', 'x'],
        ['end_group'],
      ],
    })
    expect(xml).toContain('<translation lang="default" default="true()">')
    expect(xml).toContain('<text id="/data/g/a:label"><value>甲 <output value="/data/g/b"/></value></text>')
    const halved = xmlOf({
      survey: [
        ['type', 'name', 'label::A', 'label::B'],
        ['text', 'a', '甲'],
        ['text', 'b', '', 'b'],
      ],
    })
    expect(halved).toContain('<text id="/data/a:label"><value>-</value></text>')
  })
})

describe('words', () => {
  it('are those of the reader, else of the form, else any', () => {
    const said = { '中文 (zh)': '甲', 'English (en)': 'a', Français: 'A' }
    expect([wordsFor(said, 'zh-CN'), wordsFor(said, 'en'), wordsFor(undefined, 'en')]).toEqual(['甲', 'a', ''])
    expect(wordsFor({ Français: 'A', Deutsch: 'ah' }, 'en', 'Deutsch')).toBe('ah')
    expect(wordsFor({ Français: 'A', '': 'x' }, 'en')).toBe('x')
    expect(wordsFor({ Français: 'A' }, 'en')).toBe('A')
    expect(wordsFor({}, 'en')).toBe('')
    expect([isLanguage('Chinese', 'zh-CN'), isLanguage('Français', 'en')]).toEqual([true, false])
  })
})
