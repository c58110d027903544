/** Saved views: the filters that stand in the address, kept under a name, for oneself or for a unit. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import { type CaseView, viewsApi } from '../../../cases/views/views.api.ts'
import { writeSearch } from '../../../ui/address.ts'
import { Button, IconButton, LinkButton } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { useUnits } from '../parts/places.ts'

const views = calls('views', viewsApi)

type Filter = CaseView['filter']
const keyOf = (filter: Filter) => JSON.stringify(Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** What the address says now, the open case aside. */
function useFilter(): Filter {
  const { open: _open, ...filter } = useSearch({ strict: false }) as Filter
  return filter
}

/** The views as buttons, the one that is shown pressed; and the way to keep what is shown. */
export function SavedViews() {
  const { t } = useWords()
  const filter = useFilter()
  const asked = useQuery({ ...views.listViews.ask({}), staleTime: 60_000 })
  const [edited, setEdited] = useState<CaseView | 'new' | null>(null)
  const list = asked.data?.items ?? []
  const shown = list.find((view) => keyOf(view.filter) === keyOf(filter))
  const isPlain = Object.keys(filter).length === 0
  if (list.length === 0 && isPlain) return null
  return (
    <div className="saved-views" role="group" aria-label={t('cases.views')}>
      {list.map((view) => (
        <LinkButton
          key={view.id}
          small
          {...(view === shown ? { kind: 'primary' as const } : {})}
          {...(view.unit === null ? {} : { icon: 'share' as const })}
          href={`/cases${writeSearch(view.filter)}`}
        >
          {view.mine ? view.name : t('cases.viewOf', { name: view.name, maker: view.maker })}
        </LinkButton>
      ))}
      {shown?.mine === true && <Change view={shown} onEdit={() => setEdited(shown)} />}
      {shown === undefined && !isPlain && (
        <Button small kind="quiet" icon="add" onPress={() => setEdited('new')}>
          {t('cases.keepView')}
        </Button>
      )}
      {edited !== null && <ViewDialog view={edited} filter={filter} onClose={() => setEdited(null)} />}
    </div>
  )
}

function Change({ view, onEdit }: { view: CaseView; onEdit: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const put = useSend(views.putView, { done: t('cases.viewBack') })
  const back = () => put.send({ params: { id: view.id }, body: { name: view.name, filter: view.filter, unitId: view.unit?.id ?? null } })
  const drop = useSend(views.dropView, {
    done: t('cases.viewDropped', { name: view.name }),
    undo: back,
    onDone: () => void navigate({ to: '/cases' }),
  })
  return (
    <Menu
      label={t('cases.changeView')}
      items={[
        { id: 'edit', label: t('cases.renameView'), icon: 'edit', onPress: onEdit },
        { id: 'drop', label: t('cases.dropView'), icon: 'trash', onPress: () => drop.send({ params: { id: view.id } }) },
      ]}
    >
      <IconButton small icon="more" label={t('cases.changeView')} />
    </Menu>
  )
}

function ViewDialog({ view, filter, onClose }: { view: CaseView | 'new'; filter: Filter; onClose: () => void }) {
  const { t } = useWords()
  const old = view === 'new' ? null : view
  const [id] = useState(() => old?.id ?? v7())
  const [name, setName] = useState(old?.name ?? '')
  const [unit, setUnit] = useState<string | null>(old?.unit?.id ?? null)
  const units = useUnits()
  const bodyOf = ({ name: text, filter: kept, unit: of }: CaseView) => ({ name: text, filter: kept, unitId: of?.id ?? null })
  const back = useSend(views.putView, { done: t('cases.viewBack') })
  const drop = useSend(views.dropView, { done: t('cases.viewDropped', { name: name.trim() }) })
  const put = useSend(views.putView, {
    quiet: true,
    done: t('cases.viewKept'),
    onDone: onClose,
    undo: () => (old ? back.send({ params: { id }, body: bodyOf(old) }) : drop.send({ params: { id } })),
  })
  const save = () => put.send({ params: { id }, body: { name: name.trim(), filter: old?.filter ?? filter, unitId: unit as never } })
  return (
    <FormDialog
      title={t(old ? 'cases.renameView' : 'cases.keepView')}
      verb={t('cases.saveView')}
      isReady={name.trim() !== ''}
      sending={put}
      onSend={save}
      onClose={onClose}
    >
      <TextField label={t('cases.viewName')} value={name} onChange={setName} maxLength={40} isRequired />
      <ComboBox
        key={units.length}
        label={t('cases.viewUnit')}
        value={unit}
        onChange={setUnit}
        options={units}
        help={t('cases.viewUnitHelp')}
      />
    </FormDialog>
  )
}
