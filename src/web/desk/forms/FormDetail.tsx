/** One version of a form: what it asks, its other versions, its answers; filled in, taken out, closed. */
import { useQuery } from '@tanstack/react-query'
import type { FormVersionId } from '../../../forms/form.ts'
import type { WholeForm } from '../../../forms/forms.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Answer } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { FormAnswers } from './FormAnswers.tsx'
import { forms } from './calls.ts'
import { FormOutline } from './FormOutline.tsx'
import { FormTags } from './FormsPage.tsx'

interface FormDetailProps {
  readonly id: string
  readonly onOther: (id: string) => void
}

/** The detail. */
export function FormDetail({ id, onOther }: FormDetailProps) {
  const form = useQuery(forms.get.ask({ params: { id: id as FormVersionId } }))
  return <Answer of={form}>{(whole) => <Whole whole={whole} onOther={onOther} />}</Answer>
}

function Whole({ whole, onOther }: { whole: WholeForm; onOther: FormDetailProps['onOther'] }) {
  const { t } = useWords()
  const languages = whole.form.languages.filter((language) => language !== '').join(' · ')
  const [at, setAt] = useAddress({ view: 'answers' })
  const view = at.view === 'questions' ? 'questions' : 'answers'
  return (
    <div className="stack">
      <Card>
        <div className="stack">
          <div className="row">
            <h2>{whole.title}</h2>
            <FormTags form={whole} />
          </div>
          <Versions whole={whole} onOther={onOther} />
          <Acts whole={whole} />
          {whole.closedAt === null && <LinkToFill id={whole.id} />}
          <p className="quiet small">{[languages, `SHA-256 ${whole.hash.slice(0, 16)}`].filter((text) => text !== '').join(' · ')}</p>
        </div>
      </Card>
      <Tabs
        label={whole.title}
        value={view}
        onChange={(next) => setAt({ view: next })}
        tabs={[
          { id: 'answers', label: t('forms.answers'), count: whole.answered },
          { id: 'questions', label: t('forms.questions'), count: whole.questions },
        ]}
      >
        {view === 'answers' ? (
          <FormAnswers whole={whole} />
        ) : (
          <Card>
            <FormOutline form={whole.form} />
          </Card>
        )}
      </Tabs>
    </div>
  )
}

/** Other versions of the same form; what was answered stays with the version it was answered to. */
function Versions({ whole, onOther }: { whole: WholeForm; onOther: FormDetailProps['onOther'] }) {
  const { t, moment } = useWords()
  const versions = useQuery(forms.list.ask({ query: { text: whole.formId, limit: 50 } }))
  const own = (versions.data?.items ?? []).filter(({ formId }) => formId === whole.formId)
  if (own.length < 2)
    return (
      <p className="quiet small">
        <code>
          {whole.formId} · {whole.version}
        </code>{' '}
        · {moment(whole.publishedAt)} · {whole.by?.name}
      </p>
    )
  return (
    <Select
      label={t('forms.column.version')}
      value={whole.id as string}
      onChange={onOther}
      options={own.map(({ id, version, publishedAt }) => ({ value: id as string, label: version, note: moment(publishedAt) }))}
    />
  )
}

/** The address that is handed out, to be copied from its field. */
function LinkToFill({ id }: { id: string }) {
  const { t } = useWords()
  return (
    <TextField
      label={t('forms.link')}
      help={t('forms.linkHelp')}
      value={`${location.origin}/fill/${id}`}
      onChange={() => undefined}
      isReadOnly
    />
  )
}

function Acts({ whole }: { whole: WholeForm }) {
  const { t } = useWords()
  const params = { id: whole.id }
  const mayFill = useMay('inspections.record')
  const mayTurn = useMay('inspections.review')
  const isClosed = whole.closedAt !== null
  const close = useSend(forms.close, { done: t('forms.wasClosed') })
  const open = useSend(forms.open, { done: t('forms.wasOpened') })
  const turn = isClosed ? open : close
  return (
    <div className="row">
      {mayFill && !isClosed && (
        <a className="button button-primary" href={`/fill/${whole.id}`}>
          {t('forms.fill')}
        </a>
      )}
      <LinkButton icon="download" href={forms.getWorkbook.href({ params })} download>
        {t('forms.getWorkbook')}
      </LinkButton>
      <LinkButton icon="download" href={forms.getXform.href({ params })} download>
        XForm
      </LinkButton>
      {mayTurn && (
        <Button icon={isClosed ? 'redo' : 'lock'} isPending={turn.isPending} onPress={() => turn.send({ params })}>
          {t(isClosed ? 'forms.open' : 'forms.close')}
        </Button>
      )}
    </div>
  )
}
