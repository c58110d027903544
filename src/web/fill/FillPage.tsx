/** Filling in a form, at a desk or on a phone: which form it is stands in the address, and what is typed stays until it is sent. */
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { EvidenceId, PointId } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import { pointsApi } from '../../city/points.api.ts'
import { evidenceApi } from '../../evidence/evidence.api.ts'
import type { FormVersionId } from '../../forms/form.ts'
import { formsApi } from '../../forms/forms.api.ts'
import { Button, Link, LinkButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Note } from '../../ui/Page.tsx'
import { Answer, EmptyState } from '../../ui/States.tsx'
import { Toasts } from '../../ui/Toast.tsx'
import { useWords } from '../../ui/words.tsx'
import { calls, useSend } from '../call.ts'
import { useSession } from '../me.ts'
import { keepingAt } from './draft.ts'
import type { KeptFile } from './files.ts'
import { readTried } from './tried.ts'

/** The same piece as in the field, brought as one: so neither breaks up what the other loads. */
const Filling = lazy(async () => ({ default: (await import('./Filling.tsx')).Filling }))

const forms = calls('forms', formsApi)
const points = calls('points', pointsApi)
const evidence = calls('evidence', evidenceApi)

const wished = location.pathname.split('/')[2] ?? ''
const at = new URLSearchParams(location.search).get('point') ?? ''

/** The page. */
export function FillPage() {
  return (
    <Suspense>
      {wished === 'try' ? <Try /> : <Fill id={wished as FormVersionId} />}
      <Toasts />
    </Suspense>
  )
}

/** A workbook that is not published yet, as it would be asked; nothing of it is kept. */
function Try() {
  const { t } = useWords()
  const [tried] = useState(readTried)
  if (!tried)
    return (
      <Frame title={t('forms.try')} back="/forms">
        <EmptyState icon="file" title={t('forms.tryGone')} />
      </Frame>
    )
  return (
    <Frame title={tried.form.title} back="/forms">
      <Note tone="amber">{t('forms.tryIs')}</Note>
      <Filling {...tried} />
    </Frame>
  )
}

function Fill({ id }: { id: FormVersionId }) {
  const me = useSession()
  return <Answer of={me}>{({ account }) => <FillAs key={account} id={id} account={account} />}</Answer>
}

function FillAs({ id, account }: { id: FormVersionId; account: string }) {
  const form = useQuery(forms.get.ask({ params: { id } }))
  const [round, setRound] = useState(0)
  const [isSent, setSent] = useState(false)
  const { t } = useWords()
  const back = `/forms?open=${id}`
  const { sendNow } = useSend(forms.answer, { quiet: true })
  const [keeping] = useState(() =>
    keepingAt({ account, form: id, point: at }, { file: sendFile, answer: (body) => sendNow({ params: { id }, body }) }),
  )
  return (
    <Answer of={form}>
      {(whole) => (
        <Frame title={whole.title} subtitle={t('forms.versionOf', { version: whole.version })} back={back}>
          {at !== '' && <PointLine />}
          {!whole.isLatest && <Note tone="amber">{t('forms.notLatest')}</Note>}
          {isSent ? (
            <EmptyState
              icon="check"
              title={t('forms.sent')}
              action={
                <div className="row">
                  <Button
                    kind="primary"
                    onPress={() => {
                      setRound(round + 1)
                      setSent(false)
                    }}
                  >
                    {t('forms.another')}
                  </Button>
                  <LinkButton href={back}>{t('forms.toAnswers')}</LinkButton>
                </div>
              }
            >
              {t('forms.sentIs')}
            </EmptyState>
          ) : (
            <Filling
              key={round}
              form={whole.form}
              xform={whole.xform}
              keeping={keeping}
              {...(at === '' ? {} : { point: at as PointId })}
              closedAt={whole.closedAt}
              onSent={() => setSent(true)}
            />
          )}
        </Frame>
      )}
    </Answer>
  )
}

/** Sends a file under its id. *Refuses:* when the server has other bytes than this device. */
async function sendFile({ id, name, blob, sha256, fill }: KeptFile): Promise<void> {
  const query = { id: id as EvidenceId, name, deviceAt: fill.at }
  const sent = await evidence.add({ query, body: new Uint8Array(await blob!.arrayBuffer()) }, { idempotencyKey: id })
  if (sent.sha256 !== sha256) throw new Problem('evidence.broken', 415)
}

/** Where it is filled in, when the address says so. */
function PointLine() {
  const { read } = useWords()
  const point = useQuery(points.getPoint.ask({ params: { id: at as PointId } }))
  return (
    <p className="row">
      <Icon name="point" />
      {point.data && `${point.data.code} ${read(point.data.name)}`}
    </p>
  )
}

interface FrameProps {
  readonly title: string
  readonly subtitle?: string
  readonly back: string
  readonly children: ReactNode
}

function Frame({ title, subtitle, back, children }: FrameProps) {
  const { t } = useWords()
  return (
    <main className="fill">
      <nav className="fill-back">
        <Link href={back}>
          <Icon name="back" /> {t('forms.back')}
        </Link>
      </nav>
      <h1>{title}</h1>
      {subtitle !== undefined && <p className="quiet small">{subtitle}</p>}
      {children}
    </main>
  )
}
