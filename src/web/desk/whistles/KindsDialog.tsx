/** The kinds of whistles (吹哨类别) as the city has them: who may raise one, by when, to whom it goes. A change is a new version. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { WhistleKind } from '../../../whistles/kinds.ts'
import type { KindsFile } from '../../../whistles/whistles.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Card, Facts, Note, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { whistles } from './calls.ts'
import { KindForm } from './KindForm.tsx'
import { limitWord } from './limitWord.ts'

/** The dialog. */
export function KindsDialog({ onClose }: { onClose: () => void }) {
  const asked = useQuery(whistles.getKinds.ask({}))
  return <Answer of={asked}>{(file) => <Kinds file={file} onClose={onClose} />}</Answer>
}

const fresh: WhistleKind = {
  id: '',
  name: { zh: '', en: '' },
  help: null,
  provenance: 'own',
  raisers: ['street'],
  coordinator: { of: 'role', role: 'office' },
  limits: {
    signIn: { amount: 4, unit: 'hour', clock: 'working', season: null },
    reply: { amount: 1, unit: 'day', clock: 'working', season: null },
    finish: { amount: 5, unit: 'day', clock: 'working', season: null },
  },
  escalation: [{ to: 'coordinator', after: null }],
}

function Kinds({ file, onClose }: { file: KindsFile; onClose: () => void }) {
  const { t } = useWords()
  const mayEdit = useMay('procedure.edit')
  const [edited, setEdited] = useState<WhistleKind | null>(null)
  const back = useSend(whistles.adoptKinds, { done: t('whistles.kindsBack') })
  const adopt = useSend(whistles.adoptKinds, {
    quiet: true,
    done: t('whistles.kindsKept'),
    onDone: () => setEdited(null),
    undo: () => back.send({ body: { id: v7(), source: file.source, kinds: file.kinds } }),
  })
  const write = (kinds: WhistleKind[]) => adopt.send({ body: { id: v7(), source: file.source, kinds } })
  const others = file.kinds.filter(({ id }) => id !== edited?.id)
  if (edited)
    return (
      <KindForm
        kind={edited}
        taken={edited.id === '' ? file.kinds.map(({ id }) => id) : []}
        isPending={adopt.isPending}
        error={adopt.error}
        onClose={() => setEdited(null)}
        onSave={(kind) => write(edited.id === '' ? [...file.kinds, kind] : file.kinds.map((one) => (one.id === kind.id ? kind : one)))}
        {...(edited.id !== '' && others.length > 0 ? { onDrop: () => write(others) } : {})}
      />
    )
  return (
    <Dialog
      place="side"
      title={t('whistles.kinds')}
      isOpen
      onClose={onClose}
      actions={
        mayEdit && (
          <Button kind="primary" icon="add" onPress={() => setEdited(fresh)}>
            {t('whistles.addKind')}
          </Button>
        )
      }
    >
      <div className="stack">
        <p className="quiet">{t(file.version === 0 ? 'whistles.kindsShipped' : 'whistles.kindsAre', { version: file.version })}</p>
        {adopt.error && <Note tone="red">{adopt.error.message}</Note>}
        {file.kinds.map((kind) => (
          <OneKind key={kind.id} kind={kind} {...(mayEdit ? { onEdit: () => setEdited(kind) } : {})} />
        ))}
      </div>
    </Dialog>
  )
}

function OneKind({ kind, onEdit }: { kind: WhistleKind; onEdit?: () => void }) {
  const words = useWords()
  const { t, read } = words
  const { signIn, reply, finish } = kind.limits
  return (
    <Card
      title={read(kind.name)}
      actions={
        onEdit && (
          <Button small icon="edit" onPress={onEdit}>
            {t('whistles.editKind')}
          </Button>
        )
      }
    >
      <div className="stack-s">
        {kind.help && <p>{read(kind.help)}</p>}
        <div className="row">
          <StatusTag>{t(`whistles.provenance.${kind.provenance}`)}</StatusTag>
        </div>
        <Facts
          items={[
            [t('whistles.raisers'), kind.raisers.map((level) => t(`whistles.raiser.${level}`)).join(t('standards.listComma'))],
            [t('whistles.limitOf.signIn'), limitWord(words, signIn)],
            [t('whistles.limitOf.reply'), limitWord(words, reply)],
            [t('whistles.limitOf.finish'), limitWord(words, finish)],
            [
              t('whistles.escalation'),
              kind.escalation
                .map(({ to, after }) => t(`whistles.goesTo.${to}`, { after: after ? limitWord(words, after) : t('whistles.atOnce') }))
                .join(t('standards.listComma')),
            ],
          ]}
        />
      </div>
    </Card>
  )
}
