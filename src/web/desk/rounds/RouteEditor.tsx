/** Drawing up a route: points found by name, kind or street, put in order by hand or by the shortest way. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { Text } from '../../../base/text.ts'
import type { PointHead } from '../../../city/pointHead.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { Checkbox, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { ErrorState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { points, useStreets } from '../parts/places.ts'
import { rounds } from './calls.ts'

/** A stop as it is shown here. */
interface Stop {
  readonly id: string
  readonly name: Text
  readonly code: string
}

interface EditorProps {
  readonly route?: { readonly id: string; readonly title: Text; readonly walk: readonly { readonly point: PointHead }[] }
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

const most = 5000

/** The dialog. */
export function RouteEditor({ route, onClose, onDone }: EditorProps) {
  const { t } = useWords()
  const [id] = useState(() => route?.id ?? v7())
  const [title, setTitle] = useState(route?.title.zh ?? '')
  const [stops, setStops] = useState<Stop[]>(
    () => route?.walk.map(({ point }) => ({ id: point.id, name: point.title, code: point.code })) ?? [],
  )
  const [shortest, setShortest] = useState(route === undefined)
  const put = useSend(rounds.putRoute, {
    quiet: true,
    done: t('rounds.routeSaved'),
    onDone: () => {
      onClose()
      onDone(id)
    },
  })
  const send = () =>
    put.send({
      params: { id },
      body: { title: { zh: title, en: route?.title.en ?? '' }, points: stops.map((stop) => stop.id as never), shortest },
    })
  const isReady = title.trim() !== '' && stops.length > 0 && stops.length <= most
  return (
    <Dialog
      title={t(route ? 'rounds.editRoute' : 'rounds.newRoute')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={!isReady} isPending={put.isPending} onPress={send}>
            {t('rounds.saveRoute')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextField label={t('rounds.title')} value={title} onChange={setTitle} maxLength={200} isRequired />
        <Finder known={new Set(stops.map((stop) => stop.id))} onAdd={(more) => setStops([...stops, ...more])} />
        <Checkbox isSelected={shortest} onChange={setShortest}>
          {t('rounds.shortest')}
        </Checkbox>
        <Order stops={stops} isFixed={shortest} onChange={setStops} />
        {put.error && <ErrorState error={put.error} />}
      </div>
    </Dialog>
  )
}

/** Points of a name, code or street; one of them, or all that were found. */
function Finder({ known, onAdd }: { known: ReadonlySet<string>; onAdd: (stops: Stop[]) => void }) {
  const { t, read } = useWords()
  const [text, setText] = useState('')
  const [street, setStreet] = useState<string | null>(null)
  const isAsked = text.trim() !== '' || street !== null
  const found = useQuery({
    ...points.listPoints.ask({
      query: { limit: 100, ...(text.trim() === '' ? {} : { text }), ...(street === null ? {} : { street: street as never }) },
    }),
    enabled: isAsked,
  })
  const fresh = (isAsked ? (found.data?.items ?? []) : []).flatMap(({ id, name, code }) =>
    known.has(id) ? [] : [{ id: id as string, name, code }],
  )
  return (
    <fieldset className="stack-s">
      <legend className="field-label">{t('rounds.addPoints')}</legend>
      <TextField label={t('samples.searchPoints')} value={text} onChange={setText} maxLength={100} />
      <ComboBox label={t('rounds.street')} value={street} onChange={setStreet} options={useStreets()} />
      {isAsked && found.data && fresh.length === 0 && <p className="quiet">{t('ui.nothingFound')}</p>}
      {fresh.length > 1 && (
        <div>
          <Button small icon="add" onPress={() => onAdd(fresh)}>
            {t('rounds.addAll', { count: fresh.length })}
          </Button>
        </div>
      )}
      {fresh.slice(0, 8).map((stop) => (
        <div key={stop.id} className="row">
          <IconButton small icon="add" label={t('rounds.addOne', { point: read(stop.name) })} onPress={() => onAdd([stop])} />
          <span>
            {read(stop.name)} <span className="quiet small nowrap">{stop.code}</span>
          </span>
        </div>
      ))}
    </fieldset>
  )
}

interface OrderProps {
  readonly stops: readonly Stop[]
  readonly isFixed: boolean
  readonly onChange: (stops: Stop[]) => void
}

/** The stops in order; moved up and down where the order is the writer's. */
function Order({ stops, isFixed, onChange }: OrderProps) {
  const { t, read } = useWords()
  const swap = (index: number) => onChange(stops.with(index, stops[index - 1]!).with(index - 1, stops[index]!))
  if (stops.length === 0) return <Note>{t('rounds.routeEmpty')}</Note>
  return (
    <ol className="stack-s">
      {stops.map((stop, index) => (
        <li key={stop.id}>
          <span className="row">
            <span>
              <span className="quiet">{index + 1}.</span> {read(stop.name)} <span className="quiet small nowrap">{stop.code}</span>
            </span>
            {!isFixed && index > 0 && (
              <IconButton small icon="up" label={t('rounds.moveUp', { point: read(stop.name) })} onPress={() => swap(index)} />
            )}
            <IconButton
              small
              icon="close"
              label={t('rounds.removeStop', { point: read(stop.name) })}
              onPress={() => onChange(stops.filter(({ id }) => id !== stop.id))}
            />
          </span>
        </li>
      ))}
    </ol>
  )
}
