/** One import: waiting while it is read, then what was understood, what is wrong and how to mend it, and taking it in. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Import } from '../../../imports/import.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { Card, Note, PageHeader, ProgressBar, StatTile } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { imports, resultHref, useKindWords } from './calls.ts'
import { ImportStateTag } from './ImportsPage.tsx'
import { ImportSteps } from './NewImportPage.tsx'
import { Preview } from './Preview.tsx'
import '../standards/standards.css'
import './imports.css'

const stepOf = { reading: 0, previewed: 1, refused: 1, applied: 3, abandoned: 3 } as const

/** The page. */
export function ImportPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t, moment } = useWords()
  const words = useKindWords()
  const asked = useQuery({
    ...imports.getImport.ask({ params: { id: id as never } }),
    refetchInterval: (query) => (query.state.data?.state === 'reading' ? 700 : false),
  })
  return (
    <div className="page">
      <Answer of={asked}>
        {(it) => (
          <>
            <PageHeader
              title={it.name}
              crumbs={[{ label: t('nav.imports'), href: '/imports' }]}
              tags={<ImportStateTag state={it.state} />}
              subtitle={`${words.kind(it.kind)} · ${moment(it.addedAt)}`}
            />
            <ImportSteps at={stepOf[it.state]} />
            <Body it={it} />
          </>
        )}
      </Answer>
    </div>
  )
}

function Body({ it }: { it: Import }) {
  const { t } = useWords()
  if (it.state === 'reading') return <Reading it={it} />
  if (it.state === 'refused') return <Refused it={it} />
  if (it.state === 'previewed') return <Preview it={it} />
  if (it.state === 'abandoned') return <Note tone="grey">{t('imports.abandonedHelp')}</Note>
  return <Applied it={it} />
}

/** How far it is: a bar where the number of rows is known, the rows so far where it is not. */
function Reading({ it }: { it: Import }) {
  const { t } = useWords()
  const abandon = useSend(imports.abandonImport, { done: t('imports.abandoned') })
  const { stage = 'waiting', progress: rows = 0, of } = it
  const label = t(`imports.stage.${stage}`)
  return (
    <Card>
      <div className="stack" aria-live="polite">
        {of === undefined ? <p className="strong">{label}</p> : <ProgressBar label={label} value={rows} max={of} />}
        {rows > 0 && <p>{of === undefined ? t('imports.rowsSoFar', { rows }) : t('imports.rowsOf', { rows, of })}</p>}
        <p className="quiet">{t('imports.readingHelp')}</p>
        <div className="row">
          <Button isPending={abandon.isPending} onPress={() => abandon.send({ params: { id: it.id }, body: {} })}>
            {t('imports.abandon')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

/** The file itself could not be read: why, and what to do. */
function Refused({ it }: { it: Import }) {
  const { t, tAny } = useWords()
  const retry = useSend(imports.retryImport, {})
  const code = it.problem?.code ?? 'api.bug'
  return (
    <div className="stack">
      <Note tone="red" title={t('imports.refused')}>
        <p>{tAny(`problem.${code}`, (it.problem?.details ?? {}) as Record<string, string>)}</p>
        <p className="quiet small">{t('ui.problemCode', { code })}</p>
      </Note>
      <div className="row">
        {it.again && (
          <Button kind="primary" isPending={retry.isPending} onPress={() => retry.send({ params: { id: it.id }, body: {} })}>
            {t('imports.retry')}
          </Button>
        )}
        <LinkButton {...(it.again ? {} : { kind: 'primary' })} icon="import" href={`/imports/new?kind=${it.kind}`}>
          {t('imports.again')}
        </LinkButton>
      </div>
    </div>
  )
}

function Applied({ it }: { it: Import }) {
  const { t, number } = useWords()
  const words = useKindWords()
  const href = resultHref(it)
  const figures = Object.entries(it.result ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return (
    <div className="stack">
      <Note tone="green" title={t('imports.applied')}>
        {it.kind === 'edition' && <p>{t('imports.appliedEdition')}</p>}
      </Note>
      {figures.length > 0 && (
        <div className="tiles">
          {figures.map(([key, value]) => (
            <StatTile key={key} label={words.count(key)} value={number(value)} />
          ))}
        </div>
      )}
      <div className="row">
        {href !== undefined && (
          <LinkButton kind="primary" icon="open" href={href}>
            {t(it.kind === 'orders' ? 'imports.openCases' : 'imports.open')}
          </LinkButton>
        )}
        <LinkButton icon="import" href={`/imports/new?kind=${it.kind}`}>
          {t('imports.another')}
        </LinkButton>
      </div>
    </div>
  )
}
