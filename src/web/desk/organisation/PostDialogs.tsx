/** The forms of a post: what it is, who holds it, who stands in, and handing it over with its open work. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { PostFile } from '../../../city/organisation/organisation.ts'
import { roles } from '../../../city/who.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Checkbox, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useAreas } from '../duties/calls.ts'
import { organisation, usePeople } from './calls.ts'

/** A dialog about a post. */
export type OfPost = { readonly post: PostFile; readonly onClose: () => void }

/** Cancel, and the verb. */
export function Actions({
  onClose,
  verb,
  isPending,
  isReady,
  onSend,
}: {
  onClose: () => void
  verb: string
  isPending: boolean
  isReady: boolean
  onSend: () => void
}) {
  const { t } = useWords()
  return (
    <>
      <Button onPress={onClose}>{t('ui.cancel')}</Button>
      <Button kind="primary" isPending={isPending} isDisabled={!isReady} onPress={onSend}>
        {verb}
      </Button>
    </>
  )
}

/** A post: its title, its role, and the area it works for. */
export function PostDialog({ unit, post, onClose }: { unit: string; post?: PostFile; onClose: () => void }) {
  const { t } = useWords()
  const areas = useAreas()
  const [id] = useState(() => post?.id ?? v7())
  const [zh, setZh] = useState(post?.title.zh ?? '')
  const [en, setEn] = useState(post?.title.en ?? '')
  const [role, setRole] = useState<string>(post?.role ?? '')
  const [area, setArea] = useState<string | null>(post?.area?.id ?? null)
  const [leads, setLeads] = useState(post?.leads ?? false)
  const put = useSend(organisation.putPost, { done: t('organisation.saved'), touches: ['city', 'session'], onDone: onClose })
  const send = () =>
    put.send({
      params: { id: id as never },
      body: { unit: unit as never, title: { zh, en }, leads, role: role === '' ? null : (role as never), area: area as never },
    })
  return (
    <Dialog
      title={post ? t('organisation.editPost') : t('organisation.addPost')}
      isOpen
      onClose={onClose}
      actions={
        <Actions onClose={onClose} verb={t('organisation.save')} isPending={put.isPending} isReady={zh.trim() !== ''} onSend={send} />
      }
    >
      <div className="stack">
        <TextField label={t('organisation.titleZh')} value={zh} onChange={setZh} isRequired maxLength={100} />
        <TextField label={t('organisation.titleEn')} value={en} onChange={setEn} maxLength={200} />
        <Select
          label={t('organisation.role')}
          help={t('organisation.roleHelp')}
          value={role}
          onChange={setRole}
          options={[
            { value: '', label: t('organisation.noRole') },
            ...roles.filter((one) => one !== 'member').map((one) => ({ value: one as string, label: t(`role.${one}`) })),
          ]}
        />
        <ComboBox
          key={areas.length}
          label={t('organisation.worksFor')}
          help={t('organisation.worksForHelp')}
          value={area}
          onChange={setArea}
          options={areas}
        />
        <Checkbox isSelected={leads} onChange={setLeads}>
          {t('organisation.leads')}
        </Checkbox>
      </div>
    </Dialog>
  )
}

/** Somebody known, or somebody new by name. */
export function PersonFields({
  person,
  onPerson,
  name,
  onName,
}: {
  person: string | null
  onPerson: (id: string | null) => void
  name: string
  onName: (name: string) => void
}) {
  const { t } = useWords()
  const people = usePeople()
  return (
    <>
      <ComboBox key={people.length} label={t('organisation.person')} value={person} onChange={onPerson} options={people} />
      {person === null && (
        <TextField
          label={t('organisation.newPerson')}
          help={t('organisation.newPersonHelp')}
          value={name}
          onChange={onName}
          maxLength={100}
        />
      )}
    </>
  )
}

/** Who is meant: the known one, or a new one under an id made once. */
export function useSomebody() {
  const people = usePeople()
  const [fresh] = useState(() => v7())
  const [person, setPerson] = useState<string | null>(null)
  const [name, setName] = useState('')
  const known = people.find(({ value }) => value === person)
  const somebody = known ? { id: known.value as never, name: known.label } : { id: fresh as never, name: name.trim() }
  return { fields: { person, onPerson: setPerson, name, onName: setName }, somebody, isReady: somebody.name !== '' }
}

/** Puts somebody into the post. */
export function AppointDialog({ post, onClose }: OfPost) {
  const { t } = useWords()
  const { fields, somebody, isReady } = useSomebody()
  const [from, setFrom] = useState(today())
  const appoint = useSend(organisation.appoint, { done: t('organisation.appointed'), touches: ['city', 'session'], onDone: onClose })
  return (
    <Dialog
      title={t('organisation.appoint')}
      isOpen
      onClose={onClose}
      actions={
        <Actions
          onClose={onClose}
          verb={t('organisation.appoint')}
          isPending={appoint.isPending}
          isReady={isReady && from !== ''}
          onSend={() => appoint.send({ params: { id: post.id }, body: { person: somebody, fromOn: from } })}
        />
      }
    >
      <div className="stack">
        <PersonFields {...fields} />
        <DatePicker label={t('organisation.from')} value={from} onChange={setFrom} isRequired />
      </div>
    </Dialog>
  )
}

/** Absence: who stands in, from when to when. */
export function DeputyDialog({ post, onClose }: OfPost) {
  const { t } = useWords()
  const people = usePeople()
  const [id] = useState(() => v7())
  const [person, setPerson] = useState<string | null>(null)
  const [from, setFrom] = useState(today())
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const deputise = useSend(organisation.deputise, { done: t('organisation.deputised'), touches: ['session'], onDone: onClose })
  const send = () => deputise.send({ params: { id: post.id }, body: { id, person: person as never, fromOn: from, toOn: to, reason } })
  return (
    <Dialog
      title={t('organisation.absence')}
      isOpen
      onClose={onClose}
      actions={
        <Actions
          onClose={onClose}
          verb={t('organisation.deputise')}
          isPending={deputise.isPending}
          isReady={person !== null && from !== '' && to >= from}
          onSend={send}
        />
      }
    >
      <div className="stack">
        <Note>{t('organisation.absenceHelp')}</Note>
        <ComboBox key={people.length} label={t('organisation.deputy')} value={person} onChange={setPerson} options={people} isRequired />
        <DatePicker label={t('organisation.from')} value={from} onChange={setFrom} isRequired />
        <DatePicker label={t('organisation.to')} value={to} onChange={setTo} isRequired />
        <TextField label={t('organisation.reason')} value={reason} onChange={setReason} maxLength={1000} />
      </div>
    </Dialog>
  )
}
