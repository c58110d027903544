/** One person's data: find what is held, give them the copy they may ask for, erase it with a reason. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { PersonId } from '../../../base/ids.ts'
import type { FoundPerson } from '../../../privacy/persons.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Confirm } from '../../../ui/Overlays.tsx'
import { Card, Note, StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { persons } from './calls.ts'

/** Search and what it found. */
export function Persons() {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [found, setFound] = useState<Awaited<ReturnType<typeof persons.find>> | null>(null)
  const find = useSend(persons.find, { onDone: setFound })
  const hasReason = reason.trim().length >= 4
  return (
    <Card title={t('persons.title')}>
      <div className="stack">
        <p className="quiet">{t('persons.help')}</p>
        <div className="grid">
          <TextField label={t('persons.who')} value={text} onChange={setText} maxLength={60} />
          <TextField label={t('persons.reason')} value={reason} onChange={setReason} maxLength={500} help={t('persons.reasonHelp')} />
        </div>
        <div className="row">
          <Button
            kind="primary"
            icon="search"
            isDisabled={text.trim().length < 2}
            isPending={find.isPending}
            onPress={() => find.send({ body: { text: text.trim() } })}
          >
            {t('persons.find')}
          </Button>
        </div>
        {found && found.people.length === 0 && found.reporters.length === 0 && <Note>{t('persons.nothing')}</Note>}
        {found?.people.map((person) => (
          <div key={person.id} className="row-wide">
            <span>
              {person.name} <span className="quiet">{person.units}</span>
            </span>
            <Actions asked={{ person: person.id as PersonId }} reason={reason} isReady={hasReason} person={person} />
          </div>
        ))}
        {found && found.reporters.length > 0 && (
          <div className="row-wide">
            <span>{t('persons.reported', { n: found.reporters.length })}</span>
            <Actions asked={{ phone: text.trim() }} reason={reason} isReady={hasReason} />
          </div>
        )}
      </div>
    </Card>
  )
}

interface ActionsProps {
  readonly asked: { readonly person?: PersonId; readonly phone?: string }
  readonly reason: string
  readonly isReady: boolean
  readonly person?: FoundPerson
}

function Actions({ asked, reason, isReady, person }: ActionsProps) {
  const { t } = useWords()
  const [isErasing, setErasing] = useState(false)
  const give = useSend(persons.export, { onDone: (file) => saveFile(file as unknown as Blob, `${t('persons.copyName')}.zip`) })
  const erase = useSend(persons.erase, { done: t('persons.erased') })
  const body = () => ({ id: v7(), reason: reason.trim(), ...asked })
  return (
    <div className="row">
      {person?.serves === true && <StatusTag>{t('persons.serves')}</StatusTag>}
      <Button small icon="download" isDisabled={!isReady} isPending={give.isPending} onPress={() => give.send({ body: body() })}>
        {t('ui.export')}
      </Button>
      <Button small kind="danger" isDisabled={!isReady || person?.serves === true} onPress={() => setErasing(true)}>
        {t('persons.erase')}
      </Button>
      <Confirm
        title={t('persons.erase')}
        isOpen={isErasing}
        onClose={() => setErasing(false)}
        verb={t('persons.erase')}
        danger
        onConfirm={() => erase.sendNow({ body: body() })}
      >
        {t('persons.eraseHelp')}
      </Confirm>
    </div>
  )
}

/** Hands a file that came as an answer to the reader. */
function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
