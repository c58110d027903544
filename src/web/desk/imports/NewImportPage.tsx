/** The first step of an import: what kind of table, what must be known besides its columns, and the file. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import { Problem } from '../../../base/problem.ts'
import type { KindInfo } from '../../../imports/import.ts'
import { useAddress } from '../../../ui/address.ts'
import { LinkButton } from '../../../ui/Button.tsx'
import { Choice } from '../../../ui/Fields.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { Card, Note, PageHeader, Stepper } from '../../../ui/Page.tsx'
import { Answer, Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { imports, useKinds, useKindWords } from './calls.ts'
import { OptionFields } from './OptionFields.tsx'
import '../standards/standards.css'
import './imports.css'

/** The three steps, the same on both pages. */
export function ImportSteps({ at }: { at: number }) {
  const { t } = useWords()
  return <Stepper label={t('imports.steps')} at={at} steps={[t('imports.step.file'), t('imports.step.check'), t('imports.step.apply')]} />
}

/** The page. */
export function NewImportPage() {
  const { t } = useWords()
  const words = useKindWords()
  const kinds = useKinds()
  const [at, setAt] = useAddress({ kind: '' })
  return (
    <div className="page">
      <PageHeader title={t('imports.new')} crumbs={[{ label: t('nav.imports'), href: '/imports' }]} />
      <ImportSteps at={0} />
      <Answer of={kinds}>
        {({ items }) => {
          const chosen = items.find(({ kind }) => kind === at.kind)
          return (
            <>
              <Card title={t('imports.whichKind')}>
                <Choice
                  label={t('imports.whichKindHelp')}
                  value={chosen?.kind ?? null}
                  onChange={(kind) => setAt({ kind })}
                  options={items.map(({ kind }) => ({ value: kind, label: words.kind(kind) }))}
                />
              </Card>
              {chosen && <SendFile key={chosen.kind} info={chosen} />}
            </>
          )
        }}
      </Answer>
    </div>
  )
}

const endings = ['.xlsx', '.xlsm', '.xls', '.csv', '.geojson', '.json']

function SendFile({ info }: { info: KindInfo }) {
  const { t } = useWords()
  const words = useKindWords()
  const navigate = useNavigate()
  const [options, setOptions] = useState<Record<string, string>>({})
  const add = useSend(imports.addImport, { quiet: true, onDone: (it) => void navigate({ to: `/imports/${it.id}` }) })
  const send = async (file: File) => {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== ''))
    add.send({
      query: { id: v7() as never, kind: info.kind, name: file.name, options: JSON.stringify(given) },
      body: new Uint8Array(await file.arrayBuffer()),
    })
  }
  return (
    <Card
      title={t('imports.whichFile')}
      actions={
        <LinkButton small icon="download" href={imports.getTemplate.href({ query: { kind: info.kind } })} download>
          {t('imports.template')}
        </LinkButton>
      }
    >
      <div className="stack">
        <OptionFields info={info} value={options} onChange={setOptions} />
        <FileDrop
          label={t('imports.drop', { kind: words.kind(info.kind) })}
          endings={['points', 'areas', 'grids'].includes(info.kind) ? endings : endings.slice(0, 4)}
          maxMb={32}
          isBusy={add.isPending}
          onFiles={([file]) => file && void send(file)}
        />
        <p className="quiet small">
          {t('imports.columnsKnown', {
            columns: info.columns.map(({ key }) => words.column(info.kind, key)).join(t('standards.listComma')),
          })}
        </p>
        {add.error instanceof Problem && (
          <Note tone="red" title={add.error.message}>
            <Faults problem={add.error} />
          </Note>
        )}
      </div>
    </Card>
  )
}
