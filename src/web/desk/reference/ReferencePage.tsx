/** Every call of the product, readable: what it does, who may, what goes in and what comes out; read off `/api/openapi.json`. */
import './reference.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { asProblem } from '../../../api/client.ts'
import { useAddress } from '../../../ui/address.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import { FilterBar } from '../../../ui/FilterBar.tsx'
import { Card, Note, PageHeader, StatusTag, type Tone } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { contentOf, type Document, type Listed, roomsOf, shapeOf } from './document.ts'

const address = '/api/openapi.json'

async function getDocument(language: string): Promise<Document> {
  const answer = await fetch(address, { headers: { 'accept-language': language } })
  if (!answer.ok) throw asProblem(answer.status, await answer.json().catch(() => undefined))
  return (await answer.json()) as Document
}

/** The page. */
export function ReferencePage() {
  const { t, language, number } = useWords()
  const [{ q }, setAt] = useAddress({ q: '' })
  const asked = useQuery({ queryKey: ['reference', language], queryFn: () => getDocument(language), staleTime: Infinity })
  const rooms = useMemo(() => (asked.data ? roomsOf(asked.data, q) : []), [asked.data, q])
  const count = rooms.reduce((sum, [, calls]) => sum + calls.length, 0)
  return (
    <div className="page">
      <PageHeader
        title={t('reference.title')}
        subtitle={asked.data ? t('reference.subtitle', { count: number(count), version: asked.data.info.version }) : t('ui.loading')}
        actions={
          <LinkButton icon="download" href={address} download="openapi.json">
            {t('reference.download')}
          </LinkButton>
        }
      />
      <Note>{t('reference.how')}</Note>
      <FilterBar
        label={t('reference.search')}
        q={q}
        onSearch={(next) => setAt({ q: next })}
        isFiltered={q !== ''}
        onReset={() => setAt({ q: '' })}
      />
      <Answer of={asked}>
        {() =>
          rooms.length === 0 ? (
            <EmptyState icon="api" title={t('ui.noMatch')} />
          ) : (
            rooms.map(([room, calls]) => <Room key={`${room} ${q === ''}`} name={room} calls={calls} isFound={q !== ''} />)
          )
        }
      </Answer>
    </div>
  )
}

/** The calls of a room, shown when it is opened or when a search has found something in it. */
function Room({ name, calls, isFound }: { name: string; calls: readonly Listed[]; isFound: boolean }) {
  const { t, tAny, number } = useWords()
  const [isOpen, setOpen] = useState(isFound)
  return (
    <Card flush>
      <details className="room" open={isFound} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <h2>{tAny(`reference.room.${name}`)}</h2>
          <code className="small quiet">{name}</code>
          <span className="quiet small">{t('reference.calls', { count: number(calls.length) })}</span>
        </summary>
        {isOpen && calls.map((call) => <Call key={call.operationId} call={call} />)}
      </details>
    </Card>
  )
}

const tones: Record<string, Tone> = { GET: 'blue', POST: 'green', PUT: 'amber', DELETE: 'red' }

function Call({ call }: { call: Listed }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="call" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="call-method">
          <StatusTag tone={tones[call.method] ?? 'grey'}>{call.method}</StatusTag>
        </span>
        <code className="call-path">{call.path}</code>
        <span className="call-says">{call.summary}</span>
      </summary>
      {isOpen && <CallBody call={call} />}
    </details>
  )
}

function CallBody({ call }: { call: Listed }) {
  const { t } = useWords()
  const sent = contentOf(call.requestBody)
  const answer = contentOf(call.responses['200'])
  return (
    <div className="call-body">
      <p className="small quiet">
        {t('reference.may')} <code>{call['x-may']}</code>
      </p>
      {call.parameters.length > 0 && (
        <table className="table" aria-label={t('reference.parameters')}>
          <thead>
            <tr>
              <th scope="col">{t('reference.parameter')}</th>
              <th scope="col">{t('reference.where')}</th>
              <th scope="col">{t('reference.shape')}</th>
            </tr>
          </thead>
          <tbody>
            {call.parameters.map((parameter) => (
              <tr key={`${parameter.in} ${parameter.name}`}>
                <td>
                  <code>{parameter.name}</code> {parameter.required && <span className="small quiet">{t('ui.required')}</span>}
                </td>
                <td>{parameter.in}</td>
                <td>
                  <code>{shapeOf(parameter.schema)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {sent && <Shape title={t('reference.sent')} media={sent.media} text={shapeOf(sent.schema)} />}
      {answer && <Shape title={t('reference.answer')} media={answer.media} text={shapeOf(answer.schema)} />}
    </div>
  )
}

function Shape({ title, media, text }: { title: string; media: string; text: string }) {
  return (
    <div>
      <p className="small">
        <span className="strong">{title}</span> <span className="quiet">{media}</span>
      </p>
      {/* Long shapes scroll inside, so the box takes the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="call-shape" tabIndex={0} aria-label={title} role="region">
        {text}
      </pre>
    </div>
  )
}
