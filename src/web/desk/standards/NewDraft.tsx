/** A new draft: from nothing, or as a copy of an edition that the city already has (the usual way to the next year). */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import { Problem } from '../../../base/problem.ts'
import type { Text } from '../../../base/text.ts'
import { Code } from '../../../standards/terms.ts'
import { Button } from '../../../ui/Button.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { standards, useEditionHeads } from './calls.ts'
import { TextPair } from './edit/fields.tsx'

/** The dialog; `copyOf` fixes what is copied. */
export function NewDraft({ onClose, copyOf }: { onClose: () => void; copyOf?: string }) {
  const { t, read } = useWords()
  const navigate = useNavigate()
  const [kind, setKind] = useState<'copy' | 'empty'>('copy')
  const [of, setOf] = useState<string | null>(copyOf ?? null)
  const [standard, setStandard] = useState('')
  const [edition, setEdition] = useState('')
  const [title, setTitle] = useState<Text>({ zh: '', en: '' })
  const [programme, setProgramme] = useState<Text>({ zh: '', en: '' })
  const heads = useEditionHeads()
  const create = useSend(standards.createDraft, {
    quiet: true,
    done: t('standards.drafted'),
    onDone: (head) => void navigate({ to: `/standards/${head.id}/edit` }),
  })
  const isCode = (text: string) => Code.safeParse(text).success
  const isReady =
    isCode(edition) && (kind === 'copy' ? of !== null : isCode(standard) && title.zh.trim() !== '' && programme.zh.trim() !== '')
  const codeError = (text: string) => (text === '' || isCode(text) ? undefined : t('standards.codeShape'))
  const send = () =>
    create.send({
      body: {
        id: v7() as never,
        from: kind === 'copy' ? { kind, of: of as never, edition } : { kind, standard, edition, title, programme },
      },
    })
  return (
    <Dialog
      title={t('standards.newDraft')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isDisabled={!isReady} isPending={create.isPending} onPress={send}>
            {t('standards.createVerb')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {copyOf === undefined && (
          <Choice
            label={t('standards.beginWith')}
            value={kind}
            onChange={setKind}
            options={[
              { value: 'copy', label: t('standards.begin.copy') },
              { value: 'empty', label: t('standards.begin.empty') },
            ]}
          />
        )}
        {kind === 'copy' ? (
          <ComboBox
            label={t('standards.copyOf')}
            value={of}
            onChange={setOf}
            isDisabled={copyOf !== undefined}
            options={(heads.data?.items ?? []).map((head) => ({
              value: head.id as string,
              label: read(head.title),
              note: `${head.edition} · ${t(`standards.status.${head.status}`)}`,
            }))}
          />
        ) : (
          <>
            <TextPair label={t('standards.edit.title')} value={title} onChange={setTitle} />
            <TextPair label={t('standards.programme')} value={programme} onChange={setProgramme} />
            <TextField
              label={t('standards.standardCode')}
              help={t('standards.standardCodeHelp')}
              value={standard}
              onChange={setStandard}
              error={codeError(standard)}
            />
          </>
        )}
        <TextField
          label={t('standards.editionCode')}
          help={t('standards.editionCodeHelp')}
          value={edition}
          onChange={setEdition}
          error={codeError(edition)}
        />
        {create.error instanceof Problem && (
          <Note tone="red" title={create.error.message}>
            <Faults problem={create.error} />
          </Note>
        )}
      </div>
    </Dialog>
  )
}
