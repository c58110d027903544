/** The list of what the public may report, in the order in which it is shown there; the same list is the services of Open311. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PublicKind } from '../../../../participation/kinds.ts'
import { Button } from '../../../../ui/Button.tsx'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { Card, Note, StatusTag } from '../../../../ui/Page.tsx'
import { Answer } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useSend } from '../../../call.ts'
import { useKinds } from '../../../kinds.ts'
import { participation } from './calls.ts'
import { KindDialog } from './KindDialog.tsx'

/** The list and the way to change it. */
export function PublicKinds({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useWords()
  const asked = useQuery(participation.listKinds.ask({}))
  const [edited, setEdited] = useState<PublicKind | 'new' | null>(null)
  return (
    <Card flush>
      <Answer of={asked}>
        {({ items, isOwn }) => (
          <>
            {!isOwn && <Note>{t('sources.kindsShipped')}</Note>}
            <List items={items} mayEdit={mayEdit} onEdit={setEdited} />
            {edited !== null && <Editor items={items} isOwn={isOwn} edited={edited} onClose={() => setEdited(null)} />}
          </>
        )}
      </Answer>
    </Card>
  )
}

interface ListProps {
  readonly items: readonly PublicKind[]
  readonly mayEdit: boolean
  readonly onEdit: (kind: PublicKind | 'new') => void
}

function List({ items, mayEdit, onEdit }: ListProps) {
  const { t, read } = useWords()
  const { className } = useKinds()
  const columns: Column<PublicKind>[] = [
    { id: 'title', title: t('sources.kind'), minRem: 10, cell: (row) => read(row.title) },
    { id: 'code', title: t('sources.code'), cell: (row) => <code>{row.code}</code> },
    { id: 'family', title: t('sources.family'), minRem: 8, cell: (row) => read(row.family) },
    { id: 'class', title: t('cases.class'), minRem: 8, cell: (row) => row.class !== null && className(row.class) },
    {
      id: 'checked',
      title: t('sources.shown'),
      nowrap: true,
      cell: (row) => (
        <StatusTag tone={row.checked ? 'amber' : 'green'}>{t(row.checked ? 'sources.shownChecked' : 'sources.shownAtOnce')}</StatusTag>
      ),
    },
    { id: 'questions', title: t('sources.questions'), number: true, cell: (row) => row.attributes.length },
  ]
  return (
    <DataTable
      few
      label={t('sources.kinds')}
      rows={items}
      columns={columns}
      idOf={(row) => row.code}
      {...(mayEdit ? { onOpen: onEdit } : {})}
      tools={
        mayEdit && (
          <Button small kind="primary" icon="add" onPress={() => onEdit('new')}>
            {t('sources.addKind')}
          </Button>
        )
      }
    />
  )
}

interface EditorProps {
  readonly items: readonly PublicKind[]
  readonly isOwn: boolean
  readonly edited: PublicKind | 'new'
  readonly onClose: () => void
}

/** The whole list is written; what stood before comes back by writing that. */
function Editor({ items, isOwn, edited, onClose }: EditorProps) {
  const { t } = useWords()
  const back = useSend(participation.putKinds, { done: t('sources.kindsBack') })
  const put = useSend(participation.putKinds, {
    quiet: true,
    done: t('sources.kindsKept'),
    onDone: onClose,
    undo: () => back.send({ body: { items: isOwn ? [...items] : [] } }),
  })
  const old = edited === 'new' ? undefined : edited
  const others = items.filter(({ code }) => code !== old?.code)
  const save = (kind: PublicKind) =>
    put.send({ body: { items: old ? items.map((one) => (one.code === old.code ? kind : one)) : [...items, kind] } })
  return (
    <KindDialog
      kind={old}
      taken={others.map(({ code }) => code)}
      isPending={put.isPending}
      error={put.error}
      onSave={save}
      onClose={onClose}
      {...(old && others.length > 0 ? { onDrop: () => put.send({ body: { items: others } }) } : {})}
    />
  )
}
