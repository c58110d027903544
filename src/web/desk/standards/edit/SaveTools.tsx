/** Undo, save and publish. A save against a version that somebody else changed keeps the work and says what can be done. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '../../../../base/problem.ts'
import { hashOfEdition } from '../../../../standards/edition-hash.ts'
import type { EditionHead } from '../../../../standards/editions.api.ts'
import { Button, IconButton } from '../../../../ui/Button.tsx'
import { Dialog } from '../../../../ui/Overlays.tsx'
import { Note } from '../../../../ui/Page.tsx'
import { Faults } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useSend } from '../../../call.ts'
import { useMay } from '../../../me.ts'
import { standards } from '../calls.ts'
import type { useDraft } from './useDraft.ts'

export interface SaveToolsProps {
  readonly head: EditionHead
  readonly version: number
  readonly draft: ReturnType<typeof useDraft>
  readonly faults: number
  readonly onSaved: (version: number) => void
  readonly onReload: () => Promise<void>
}

/** The buttons of the editor's head. */
export function SaveTools({ head, version, draft, faults, onSaved, onReload }: SaveToolsProps) {
  const { t } = useWords()
  const mayPublish = useMay('standards.publish')
  const [isAsking, setAsking] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const save = useSend(standards.saveDraft, { quiet: true, done: t('standards.edit.saved') })
  const send = async (against = version) => {
    const content = draft.edition
    try {
      const next = await save.sendNow({ params: { id: head.id }, body: { version: against, content } })
      draft.markSaved(content)
      onSaved(next.version)
      setRefused(undefined)
    } catch (error) {
      if (error instanceof Problem) setRefused(error)
    }
  }
  return (
    <>
      <IconButton icon="undo" label={t('standards.edit.undo')} isDisabled={!draft.undo} onPress={() => draft.undo?.()} />
      <IconButton icon="redo" label={t('standards.edit.redo')} isDisabled={!draft.redo} onPress={() => draft.redo?.()} />
      <Button
        kind={draft.isChanged ? 'primary' : 'plain'}
        isDisabled={!draft.isChanged}
        isPending={save.isPending}
        onPress={() => void send()}
      >
        {t('standards.edit.save')}
      </Button>
      {mayPublish && (
        <Button
          kind={draft.isChanged ? 'plain' : 'primary'}
          icon="lock"
          isDisabled={draft.isChanged || faults > 0}
          onPress={() => setAsking(true)}
        >
          {t('standards.publish')}
        </Button>
      )}
      {isAsking && <Publish head={head} version={version} hash={hashOfEdition(draft.edition)} onClose={() => setAsking(false)} />}
      {refused && (
        <Refused
          problem={refused}
          onClose={() => setRefused(undefined)}
          onReload={onReload}
          onOverwrite={(current) => void send(current)}
        />
      )}
    </>
  )
}

interface RefusedProps {
  readonly problem: Problem
  readonly onClose: () => void
  readonly onReload: () => Promise<void>
  readonly onOverwrite: (version: number) => void
}

/** Somebody saved in between: take theirs, put ours over it, or go on and decide later. */
function Refused({ problem, onClose, onReload, onOverwrite }: RefusedProps) {
  const { t } = useWords()
  const theirs =
    problem.code === 'standards.changed' && typeof problem.details['version'] === 'number' ? problem.details['version'] : undefined
  return (
    <Dialog
      title={theirs === undefined ? t('standards.edit.notSaved') : t('standards.edit.changedTitle')}
      isOpen
      onClose={onClose}
      actions={
        theirs === undefined ? (
          <Button kind="primary" onPress={onClose}>
            {t('standards.edit.goOn')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('standards.edit.goOn')}</Button>
            <Button
              onPress={() => {
                void onReload()
                onClose()
              }}
            >
              {t('standards.edit.takeTheirs')}
            </Button>
            <Button kind="danger" onPress={() => onOverwrite(theirs)}>
              {t('standards.edit.overwrite')}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <p>{theirs === undefined ? problem.message : t('standards.edit.changedHelp', { version: theirs })}</p>
        <Faults problem={problem} />
      </div>
    </Dialog>
  )
}

/** The last question: from here on the edition cannot change; the hash is its fingerprint. */
function Publish({ head, version, hash, onClose }: { head: EditionHead; version: number; hash: string; onClose: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const publish = useSend(standards.publishEdition, {
    quiet: true,
    done: t('standards.published'),
    touches: ['assessments', 'duties', 'inspections'],
    onDone: () => void navigate({ to: `/standards/${head.id}`, search: { tab: 'about' } as never }),
  })
  return (
    <Dialog
      title={t('standards.publishTitle')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            icon="lock"
            isPending={publish.isPending}
            onPress={() => publish.send({ params: { id: head.id }, body: { version } })}
          >
            {t('standards.publish')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t('standards.publishHelp')}</p>
        <div>
          <p className="quiet small">{t('standards.hash')}</p>
          <code className="std-hash">{hash}</code>
        </div>
        {publish.error instanceof Problem && (
          <Note tone="red" title={publish.error.message}>
            <Faults problem={publish.error} />
          </Note>
        )}
      </div>
    </Dialog>
  )
}
