/** Bringing a workbook: it is read and asked of the engine first; every fault is shown by sheet, row and column, or the form as it will be. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { FormVersionId } from '../../../forms/form.ts'
import type { FormReading } from '../../../forms/forms.api.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Facts, Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { tryForm } from '../../fill/tried.ts'
import { forms } from './calls.ts'
import { FormOutline } from './FormOutline.tsx'
import template from './template.xlsx?url'

interface Taken {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** The dialog. */
export function ImportForm({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useWords()
  const [taken, setTaken] = useState<Taken>()
  const [reading, setReading] = useState<FormReading>()
  const [id] = useState(() => v7() as FormVersionId)
  const read = useSend(forms.read, { onDone: setReading })
  const publish = useSend(forms.publish, {
    done: t('forms.published'),
    onDone: (head) => {
      onClose()
      onDone(head.id)
    },
  })
  const take = async (file: File) => {
    const bytes = new Uint8Array(await file.arrayBuffer())
    setTaken({ name: file.name, bytes })
    setReading(undefined)
    read.send({ query: { name: file.name }, body: bytes })
  }
  const { form, xform } = reading ?? {}
  return (
    <Dialog
      title={t('forms.import')}
      isOpen
      onClose={onClose}
      place="wide"
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          {form && xform && (
            <Button icon="open" onPress={() => void tryForm({ form, xform })}>
              {t('forms.try')}
            </Button>
          )}
          <Button
            kind="primary"
            icon="check"
            isDisabled={!form}
            isPending={publish.isPending}
            onPress={() => taken && publish.send({ query: { id, name: taken.name }, body: taken.bytes })}
          >
            {t('forms.publish')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <FileDrop
          label={taken ? t(read.isPending ? 'forms.checking' : 'forms.dropOther', { name: taken.name }) : t('forms.drop')}
          endings={['.xlsx', '.xlsm', '.xls']}
          maxMb={8}
          isBusy={read.isPending}
          onFiles={([file]) => file && void take(file)}
        />
        {!taken && (
          <p>
            <LinkButton icon="download" href={template} download={t('forms.templateName')}>
              {t('forms.template')}
            </LinkButton>
          </p>
        )}
        {read.isPending && <Note>{t('forms.reading')}</Note>}
        {publish.isPending && (
          <div role="status">
            <Note>{t('forms.publishing')}</Note>
          </div>
        )}
        {reading && <Reading reading={reading} />}
      </div>
    </Dialog>
  )
}

function Reading({ reading }: { reading: FormReading }) {
  const { t, number } = useWords()
  return (
    <>
      {reading.faults.length > 0 && (
        <>
          <div role="alert">
            <Note tone="red">{t('forms.hasFaults', { count: reading.faults.length })}</Note>
          </div>
          <FaultTable label={t('forms.faults')} faults={reading.faults} />
        </>
      )}
      {reading.form && (
        <>
          <Note>{t('forms.isGood')}</Note>
          <Facts
            items={[
              [t('forms.column.title'), reading.title],
              [t('forms.column.formId'), <code key="id">{reading.formId}</code>],
              [t('forms.column.version'), <code key="version">{reading.version}</code>],
              [t('forms.column.questions'), number(reading.questions)],
              [t('forms.languages'), reading.languages.join(' · ')],
            ]}
          />
          <FormOutline form={reading.form} />
        </>
      )}
      {reading.hints.length > 0 && <FaultTable label={t('forms.hints')} faults={reading.hints} />}
    </>
  )
}

type Said = FormReading['faults'][number]

function FaultTable({ label, faults }: { label: string; faults: readonly Said[] }) {
  const { t } = useWords()
  const rows = faults.map((fault, index) => ({ ...fault, id: String(index) }))
  return (
    <DataTable
      few
      label={label}
      rows={rows}
      idOf={({ id }) => id}
      total={rows.length}
      columns={[
        { id: 'sheet', title: t('forms.sheetName'), nowrap: true, cell: ({ sheet }) => sheet ?? '—' },
        { id: 'row', title: t('forms.row'), number: true, cell: ({ row }) => row ?? '—' },
        { id: 'column', title: t('forms.columnName'), nowrap: true, cell: ({ at }) => <code>{at}</code> },
        { id: 'why', title: t('forms.why'), minRem: 16, cell: ({ message }) => message },
      ]}
    />
  )
}
