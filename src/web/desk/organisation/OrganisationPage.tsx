/** The organisation by line and by area: the tree of units or of areas, and the posts of the chosen unit; hand-overs beside it. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { Card, PageHeader } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { Tree } from '../../../ui/Tree.tsx'
import { wayTo } from '../../../ui/treeLines.ts'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { city } from '../parts/places.ts'
import { organisation } from './calls.ts'
import { Handovers } from './Handovers.tsx'
import { People } from './People.tsx'
import { UnitDialog } from './UnitDialog.tsx'
import { UnitPosts } from './UnitPosts.tsx'

const views = ['units', 'areas', 'people', 'handovers'] as const
type View = (typeof views)[number]

interface Branch {
  readonly id: string
  readonly text: string
  readonly aside: string | undefined
  readonly parts: readonly Branch[]
}

interface Placed {
  readonly id: string
  readonly parent: string | null
}

/** A flat list with parents as a tree; what has no parent in the list stands at the top. */
function treeOf<Item extends Placed>(items: readonly Item[], show: (item: Item) => Pick<Branch, 'text' | 'aside'>): Branch[] {
  const ids = new Set(items.map(({ id }) => id))
  const below = Map.groupBy(items, ({ parent }) => (parent !== null && ids.has(parent) ? parent : ''))
  const branches = (parent: string): Branch[] =>
    (below.get(parent) ?? []).map((item) => ({ id: item.id, ...show(item), parts: branches(item.id) }))
  return branches('')
}

const textOf = ({ text }: Branch) => text
const lineOf = ({ text, aside }: Branch) => ({ label: text, ...(aside === undefined ? {} : { aside }) })

/** The page. */
export function OrganisationPage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ view: 'units', unit: '' })
  const view = views.find((one) => one === at.view) ?? 'units'
  const mayEdit = useMay('organisation.edit')
  const [isAdding, setAdding] = useState(false)
  return (
    <div className="page">
      <PageHeader
        title={t('nav.organisation')}
        subtitle={t('organisation.is')}
        actions={
          mayEdit && (
            <>
              <LinkButton icon="import" href="/imports/new?kind=organisation">
                {t('organisation.import')}
              </LinkButton>
              <LinkButton icon="download" href={organisation.exportOrganisation.href({})} download>
                {t('organisation.export')}
              </LinkButton>
              <Button kind="primary" icon="add" onPress={() => setAdding(true)}>
                {t('organisation.addUnit')}
              </Button>
            </>
          )
        }
      />
      <Tabs<View>
        label={t('nav.organisation')}
        tabs={views.map((id) => ({ id, label: t(`organisation.view.${id}`) }))}
        value={view}
        onChange={(next) => setAt({ view: next })}
      >
        {view === 'handovers' ? (
          <Handovers />
        ) : view === 'people' ? (
          <People />
        ) : (
          <SplitView
            detailRem={38}
            detailLabel={t('organisation.posts')}
            onClose={() => setAt({ unit: '' })}
            detail={at.unit === '' ? undefined : <UnitPosts key={at.unit} id={at.unit} />}
            list={
              <Card>
                {view === 'units' ? (
                  <Units value={at.unit} onChange={(unit) => setAt({ unit }, true)} />
                ) : (
                  <AreasWithFiles onUnit={(unit) => setAt({ unit }, true)} />
                )}
              </Card>
            }
          />
        )}
      </Tabs>
      {isAdding && <NewUnit onClose={() => setAdding(false)} onDone={(unit) => setAt({ view: 'units', unit }, true)} />}
    </div>
  )
}

function NewUnit({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const units = useQuery(city.listUnits.ask({ query: { limit: 1000 } }))
  return units.data ? <UnitDialog units={units.data.items} onClose={onClose} onDone={onDone} /> : null
}

/** The line: every unit below the one it belongs to. */
function Units({ value, onChange }: { value: string; onChange: (unit: string) => void }) {
  const { t, read } = useWords()
  const [at, setAt] = useAddress({ closed: 'without' })
  const closed = at.closed === 'with' ? 'with' : 'without'
  const units = useQuery(city.listUnits.ask({ query: { limit: 1000, closed } }))
  const branches = useMemo(
    () =>
      treeOf(units.data?.items ?? [], (unit) => ({
        text: read(unit.name),
        aside: unit.area ? read(unit.area.name) : undefined,
      })),
    [units.data, read],
  )
  const [open, setOpen] = useState<ReadonlySet<string>>()
  return (
    <Answer of={units}>
      {() => (
        <div className="stack">
          <Select
            label={t('organisation.closed')}
            value={closed}
            onChange={(next) => setAt({ closed: next })}
            options={(['without', 'with'] as const).map((value) => ({ value, label: t(`organisation.closed.${value}`) }))}
          />
          {branches.length === 0 && (
            <EmptyState icon="unit" title={t('organisation.noneYet')}>
              {t('organisation.noneYetHelp')}
            </EmptyState>
          )}
          <Tree
            label={t('organisation.view.units')}
            items={branches}
            textOf={textOf}
            lineOf={lineOf}
            value={value === '' ? null : value}
            onChange={onChange}
            open={open ?? new Set(wayTo(branches, value))}
            onOpen={setOpen}
          />
        </div>
      )}
    </Answer>
  )
}

/** Boundaries and unit grids come and go as files; beside them the tree of areas. */
function AreasWithFiles({ onUnit }: { onUnit: (unit: string) => void }) {
  const { t } = useWords()
  const mayEdit = useMay('city.edit')
  return (
    <div className="stack">
      <div className="row">
        {mayEdit && (
          <>
            <LinkButton small icon="import" href="/imports/new?kind=areas">
              {t('organisation.importAreas')}
            </LinkButton>
            <LinkButton small icon="import" href="/imports/new?kind=grids">
              {t('organisation.importGrids')}
            </LinkButton>
          </>
        )}
        <LinkButton small icon="download" href={city.exportGrids.href({})} download>
          {t('organisation.exportGrids')}
        </LinkButton>
      </div>
      <Areas onUnit={onUnit} />
    </div>
  )
}

/** The area: every area below the one it lies in, and the units that work for the chosen one. */
function Areas({ onUnit }: { onUnit: (unit: string) => void }) {
  const { t, read } = useWords()
  const areas = useQuery(city.listAreas.ask({ query: { limit: 1000 } }))
  const branches = useMemo(
    () => treeOf(areas.data?.items ?? [], (area) => ({ text: read(area.name), aside: area.code })),
    [areas.data, read],
  )
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [area, setArea] = useState<string | null>(null)
  return (
    <Answer of={areas}>
      {() => (
        <div className="stack">
          <Tree
            label={t('organisation.view.areas')}
            items={branches}
            textOf={textOf}
            lineOf={lineOf}
            value={area}
            onChange={setArea}
            open={open}
            onOpen={setOpen}
          />
          {area !== null && <UnitsOfArea area={area} onUnit={onUnit} />}
        </div>
      )}
    </Answer>
  )
}

function UnitsOfArea({ area, onUnit }: { area: string; onUnit: (unit: string) => void }) {
  const { t, read } = useWords()
  const units = useQuery(city.listUnits.ask({ query: { area: area as never, limit: 200 } }))
  return (
    <Answer of={units} lines={2}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState icon="unit" title={t('organisation.noUnits')}>
            {t('organisation.noUnitsHelp')}
          </EmptyState>
        ) : (
          <Tree
            label={t('organisation.view.units')}
            textOf={textOf}
            lineOf={lineOf}
            items={items.map((unit) => ({ id: unit.id, text: read(unit.name), aside: unit.code, parts: [] }))}
            value={null}
            onChange={onUnit}
            open={new Set()}
            onOpen={() => undefined}
          />
        )
      }
    </Answer>
  )
}
