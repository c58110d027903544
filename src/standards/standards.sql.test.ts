import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { engines } from '../../test/engines.ts'
import { city, edition as smallId } from '../../test/smallCity.ts'
import { useSmall } from '../../test/smallHouse.ts'
import { listEventsOf } from '../base/event.sql.ts'
import type { EditionId } from '../base/ids.ts'
import type { Problem } from '../base/problem.ts'
import { hashOfEdition } from './edition-hash.ts'
import { Edition } from './edition.ts'
import { findLibraryEdition } from './library.serve.ts'
import { standardsApi } from './standards.api.ts'

const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (problem: Problem) => `${problem.status} ${problem.code}`,
  )

describe.each(engines)('standards on %s', (_name, open) => {
  const { house, small } = useSmall(open)
  const office = () => small.as('office', standardsApi)
  const draft = async (from: Parameters<ReturnType<typeof office>['createDraft']>[0]['body']['from']) => {
    const id = v7() as EditionId
    return office().createDraft({ body: { id, from } })
  }

  it('takes an edition of the library through draft to published, and never changes it again', async () => {
    const head = await draft({ kind: 'library', standard: 'minors', edition: '2018-sample' })
    expect(head).toMatchObject({ status: 'draft', version: 1, criteria: 12, total: 10_000, official: false })
    expect(
      await office().createDraft({ body: { id: head.id, from: { kind: 'library', standard: 'minors', edition: '2018-sample' } } }),
    ).toEqual(head)
    expect(await office().checkDraft({ params: { id: head.id } })).toEqual({ faults: [] })
    const published = await office().publishEdition({ params: { id: head.id }, body: { version: 1 } })
    expect(published).toMatchObject({ status: 'published', hash: hashOfEdition(findLibraryEdition('minors', '2018-sample')!) })
    const { content } = await office().getEdition({ params: { id: head.id } })
    expect(content).toEqual(findLibraryEdition('minors', '2018-sample'))
    expect(await refused(office().saveDraft({ params: { id: head.id }, body: { version: 1, content } }))).toBe('409 standards.notDraft')
    expect(await refused(office().removeDraft({ params: { id: head.id } }))).toBe('409 standards.notDraft')
    expect((await listEventsOf(house.db, city, head.id)).map(({ kind }) => kind)).toEqual(['edition.drafted', 'edition.published'])
    const again = await draft({ kind: 'library', standard: 'minors', edition: '2018-sample' })
    expect(await refused(office().publishEdition({ params: { id: again.id }, body: { version: 1 } }))).toBe('409 standards.inForce')
    expect((await office().withdrawEdition({ params: { id: head.id }, body: { reason: '换版' } })).status).toBe('withdrawn')
    expect((await office().publishEdition({ params: { id: again.id }, body: { version: 1 } })).status).toBe('published')
  })

  it('lets nobody save over what another saved', async () => {
    const head = await draft({ kind: 'copy', of: smallId as EditionId, edition: '2027' })
    const edits = [{ do: 'setNode' as const, id: 'C1', values: { title: { zh: '市场整洁' } } }]
    const first = await office().editDraft({ params: { id: head.id }, body: { version: 1, edits } })
    expect([first.head.version, first.faults.length > 0]).toEqual([2, true])
    expect(await refused(office().editDraft({ params: { id: head.id }, body: { version: 1, edits } }))).toBe('409 standards.changed')
    const { content } = await office().getEdition({ params: { id: head.id } })
    expect(await refused(office().saveDraft({ params: { id: head.id }, body: { version: 1, content } }))).toBe('409 standards.changed')
    expect((await office().saveDraft({ params: { id: head.id }, body: { version: 2, content } })).version).toBe(3)
  })

  it('refuses to publish with faults, and names each one', async () => {
    const head = await draft({ kind: 'empty', standard: 'mine', edition: '1', title: { zh: '我的标准' }, programme: { zh: '创建' } })
    const problem = await office()
      .publishEdition({ params: { id: head.id }, body: { version: 1 } })
      .catch((error: Problem) => error)
    expect(problem).toMatchObject({ code: 'standards.faults', status: 422 })
    expect((problem as Problem).faults).toMatchObject([
      { at: 'tree', says: 'fault.edition.empty', message: expect.stringContaining('下面没有任何标准') },
      { at: 'total', message: expect.stringMatching(/0\.00.*100\.00.*还差 100\.00/) },
    ])
    expect(await office().removeDraft({ params: { id: head.id } })).toEqual({})
    expect(await refused(office().getEdition({ params: { id: head.id } }))).toBe('404 standards.noEdition')
  })

  it('edits a draft node by node', async () => {
    const head = await draft({ kind: 'library', standard: 'micro-creation', edition: 'courtyard-2026' })
    const node = {
      id: 'CY3.03',
      title: { zh: '楼栋长公示' },
      ways: [{ method: 'onsite', points: 0, rule: { name: 'conformityRate' }, checks: ['CY-PACT'], pointTypes: ['PT-COMPOUND'] }],
    }
    const { faults } = await office().editDraft({
      params: { id: head.id },
      body: {
        version: 1,
        edits: [
          { do: 'setHead', values: { edition: 'courtyard-2027' } },
          { do: 'addNode', parent: 'CY3', before: 'CY3.02', node },
          { do: 'moveNode', id: 'CY2.02', parent: 'CY1' },
          { do: 'removeItem', list: 'checks', id: 'CY-HELP' },
          { do: 'putItem', list: 'unitKinds', item: { id: 'JW', title: { zh: '居委会' } } },
        ],
      },
    })
    expect(faults.map(({ says }) => says)).toEqual(['fault.edition.unknown.checks', 'fault.edition.unknown.checks'])
    const { content } = await office().getEdition({ params: { id: head.id } })
    expect(content.tree.map((branch) => ('parts' in branch ? branch.parts.map(({ id }) => id) : []))).toEqual([
      ['CY1.01', 'CY1.02', 'CY1.03', 'CY2.02'],
      ['CY2.01'],
      ['CY3.01', 'CY3.03', 'CY3.02'],
    ])
    const edit = (edits: Parameters<ReturnType<typeof office>['editDraft']>[0]['body']['edits']) =>
      refused(office().editDraft({ params: { id: head.id }, body: { version: 2, edits } }))
    expect(await edit([{ do: 'removeNode', id: 'nobody' }])).toBe('422 standards.noNode')
    expect(await edit([{ do: 'setHead', values: { tree: [] } }])).toBe('422 standards.noNode')
    expect(await edit([{ do: 'setNode', id: 'CY1.01', values: { title: 5 } }])).toBe('422 standards.badEdit')
  })

  it('lists and pages, searches, compares, and tells what else a fact serves', async () => {
    const page = await office().listEditions({ query: { limit: 2 } })
    const rest = await office().listEditions({ query: { limit: 200, cursor: page.next! } })
    const all = await office().listEditions({ query: { limit: 200 } })
    expect([...page.items, ...rest.items]).toEqual(all.items)
    expect((await office().listEditions({ query: { status: 'draft', q: '院落' } })).items.map(({ standard }) => standard)).toEqual([
      'micro-creation',
    ])
    const found = await office().searchStandards({ query: { q: '公益 广告' } })
    expect(found.items.map(({ kind, id }) => `${kind} ${id}`)).toContain('check PSA')
    expect((await office().searchStandards({ query: { q: 'LITTER', edition: smallId as EditionId } })).items).toHaveLength(1)
    const comparison = await office().compareEditions({ query: { from: 'civilised-city/2021-sample', to: 'civilised-city/2024-sample' } })
    expect(comparison.counts.split).toBe(2)
    expect(await refused(office().compareEditions({ query: { from: 'nobody/1', to: smallId } }))).toBe('404 standards.noEdition')
    const served = await office().listServed({ query: { fact: 'PSA-MINOR' } })
    expect(served.items.map(({ standard, criterion }) => `${standard} ${criterion?.id}`)).toEqual([
      'minors MP2.S01',
      'minors MP2.S02',
      'minors MP3.S02',
    ])
    expect((await office().listLibrary({})).items).toHaveLength(6)
  })

  it('exports the canonical JSON', async () => {
    const file = await office().exportJson({ params: { id: smallId as EditionId } })
    const text = new TextDecoder().decode(await file.arrayBuffer())
    const content = Edition.parse(JSON.parse(text))
    const copy = await draft({ kind: 'content', content })
    expect((await office().getEdition({ params: { id: copy.id } })).content).toEqual(content)
  })

  it('refuses those who may not', async () => {
    const unit = small.as('unit', standardsApi)
    expect(
      await refused(
        unit.createDraft({ body: { id: v7() as EditionId, from: { kind: 'library', standard: 'minors', edition: '2018-sample' } } }),
      ),
    ).toBe('403 api.notAllowed')
  })
})
