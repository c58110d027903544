/** What was answered to a version: a line each, opened to all of it, and all of them as a workbook. */
import { useState } from 'react'
import { linesOf } from '../../../forms/answers.ts'
import type { FormAnswer, WholeForm } from '../../../forms/forms.api.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import type { Column } from '../../../ui/DataTable.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Facts } from '../../../ui/Page.tsx'
import { PhotoGrid } from '../../../ui/Photos.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords, type Words } from '../../../ui/words.tsx'
import { ListTable, useList } from '../parts/ListTable.tsx'
import { PhotoChain } from '../parts/PhotoFacts.tsx'
import { evidence, photosOf } from '../parts/proof.tsx'
import { forms } from './calls.ts'

/** The list. */
export function FormAnswers({ whole }: { whole: WholeForm }) {
  const words = useWords()
  const { t } = words
  const [open, setOpen] = useState<FormAnswer>()
  const list = useList<FormAnswer>({ list: forms.listAnswers, book: forms.exportAnswers, params: { id: whole.id }, prefix: 'answers-' })
  return (
    <Card flush>
      <ListTable
        of={list}
        label={t('forms.answers')}
        search={t('forms.searchAnswers')}
        columns={columnsOf(whole, words, setOpen)}
        idOf={({ id }) => id}
        onOpen={setOpen}
        empty={<EmptyState icon="file" title={t('forms.noAnswers')} />}
      />
      {open && <OneAnswer whole={whole} answer={open} onClose={() => setOpen(undefined)} />}
    </Card>
  )
}

/** How far the clock was off that it was filled in by, when that is more than a minute. */
function clockOf({ fill }: FormAnswer, t: Words['t']): string {
  const offsetMs = fill?.offsetMs ?? 0
  if (Math.abs(offsetMs) <= 60_000) return ''
  return t('forms.clockOff', { minutes: Math.round(Math.abs(offsetMs) / 60_000), way: offsetMs > 0 ? 'slow' : 'fast' })
}

function OneAnswer({ whole, answer, onClose }: { whole: WholeForm; answer: FormAnswer; onClose: () => void }) {
  const { t, moment, language } = useWords()
  return (
    <Dialog title={whole.title} isOpen onClose={onClose} place="side" actions={<Button onPress={onClose}>{t('ui.close')}</Button>}>
      <div className="stack">
        <Facts
          items={[
            [t('forms.column.filled'), [moment(answer.filledAt), clockOf(answer, t)].filter((words) => words !== '').join('；')],
            [t('forms.column.by'), answer.by?.name],
            [t('forms.column.point'), answer.point && `${answer.point.code} ${answer.point.title}`],
          ]}
        />
        <dl className="answer-lines">
          {linesOf(whole.form, answer.answers, language).map(({ question, said, files }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- two questions may have the same words
            <div key={index}>
              <dt className="small quiet">{question}</dt>
              <dd>{files.length === 0 ? said : <Files label={question} files={answer.files.filter(({ id }) => files.includes(id))} />}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  )
}

/** The files of a question: pictures small and opened large, recordings to be heard, anything to be taken along. */
function Files({ label, files }: { label: string; files: FormAnswer['files'] }) {
  const { t } = useWords()
  const photos = files.filter(({ mediaType, isErased }) => !isErased && mediaType.startsWith('image/'))
  const others = files.filter((file) => !photos.includes(file))
  return (
    <div className="stack-s">
      {photos.length > 0 && (
        <PhotoGrid
          photos={photosOf(
            photos.map(({ id }) => id),
            label,
          )}
          about={(photo) => <PhotoChain photo={photo} />}
        />
      )}
      {others.map(({ id, name, mediaType, isErased }) =>
        isErased ? (
          <p key={id} className="small quiet">
            {t('forms.fileErased')}
          </p>
        ) : (
          <div key={id} className="stack-s">
            {mediaType.startsWith('audio/') && <Recording label={label} href={fileHref(id)} />}
            <Link href={fileHref(id)}>{name}</Link>
          </div>
        ),
      )}
    </div>
  )
}

/** A recording to be heard: nobody has written down what is said in it. */
function Recording({ label, href }: { label: string; href: string }) {
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return <audio controls preload="none" src={href} aria-label={label} />
}

const fileHref = (id: FormAnswer['files'][number]['id']) => evidence.download.href({ params: { id }, query: {} })

const columnsOf = (whole: WholeForm, { t, moment, language }: Words, onOpen: (answer: FormAnswer) => void): Column<FormAnswer>[] => [
  {
    id: 'filled',
    sort: 'filled',
    title: t('forms.column.filled'),
    nowrap: true,
    cell: (answer) => (
      <Button small kind="quiet" onPress={() => onOpen(answer)}>
        {moment(answer.filledAt)}
      </Button>
    ),
  },
  { id: 'by', title: t('forms.column.by'), nowrap: true, cell: ({ by }) => by?.name ?? '—' },
  { id: 'point', title: t('forms.column.point'), cell: ({ point }) => (point ? `${point.code} ${point.title}` : '—') },
  {
    id: 'said',
    title: t('forms.answers'),
    minRem: 14,
    cell: (answer) => {
      const lines = linesOf(whole.form, answer.answers, language).map(({ said }) => said.replaceAll('\n', '、'))
      const text = lines.filter((said) => said !== '').join('；')
      const files = answer.files.length === 0 ? '' : t('forms.filesIn', { count: answer.files.length })
      return (
        <span className="small">
          {text.slice(0, 90)} {files !== '' && <span className="tag">{files}</span>}
        </span>
      )
    },
  },
  {
    id: 'recorded',
    sort: 'recorded',
    title: t('forms.column.recorded'),
    nowrap: true,
    optional: true,
    cell: ({ recordedAt }) => moment(recordedAt),
  },
]
