/** A new account: of a person, who then gets an invitation, or of a system, which gets keys. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import { Problem } from '../../../base/problem.ts'
import { roles, type Role } from '../../../city/who.ts'
import { Button } from '../../../ui/Button.tsx'
import { Choice, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { ComboBox, Select } from '../../../ui/Select.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { guard } from '../../proof.ts'
import { faultAt } from '../door/NewPassword.tsx'
import { city } from '../parts/places.ts'
import { accounts } from './calls.ts'

/** The dialog. */
export function NewAccount({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { t, read } = useWords()
  const units = useQuery({ ...city.listUnits.ask({ query: { limit: 1000 } }), staleTime: 300_000 })
  const [id] = useState(() => v7())
  const [kind, setKind] = useState<'person' | 'service'>('person')
  const [it, setIt] = useState({ login: '', name: '', email: '' })
  const [role, setRole] = useState<Role | ''>('')
  const [unit, setUnit] = useState<string | null>(null)
  const add = useSend(accounts.addAccount, {
    quiet: true,
    done: t('access.accountAdded'),
    onDone: (account) => {
      onClose()
      onDone(account.id)
    },
  })
  const set = (field: keyof typeof it) => (value: string) => setIt({ ...it, [field]: value })
  const body = {
    id,
    kind,
    login: it.login.trim(),
    name: it.name.trim(),
    role: role === '' ? null : role,
    unit,
    email: it.email.trim() === '' ? null : it.email.trim(),
  }
  const at = (field: string) => faultAt(add.error, field)
  return (
    <Dialog
      title={t('access.addAccount')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            isPending={add.isPending}
            isDisabled={body.login === '' || body.name === ''}
            onPress={() => void guard(() => add.sendNow({ body: body as never }))}
          >
            {t('access.addAccount')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Choice
          label={t('access.accountKind')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'person', label: t('access.kind.person') },
            { value: 'service', label: t('access.kind.service') },
          ]}
        />
        <TextField label={t('access.name')} value={it.name} onChange={set('name')} isRequired error={at('body.name')} />
        <TextField
          label={t('signIn.login')}
          help={t('access.loginHelp')}
          value={it.login}
          onChange={set('login')}
          isRequired
          error={at('body.login')}
        />
        <ComboBox
          label={t('access.unit')}
          value={unit}
          onChange={setUnit}
          options={(units.data?.items ?? []).map((one) => ({ value: one.id as string, label: read(one.name), note: one.code }))}
        />
        <Select
          label={t('access.role')}
          value={role}
          onChange={setRole}
          options={[{ value: '' as const, label: t('access.roleOfPost') }, ...roles.map((value) => ({ value, label: t(`role.${value}`) }))]}
        />
        {kind === 'person' && (
          <TextField
            label={t('access.email')}
            help={t('access.emailHelp')}
            value={it.email}
            onChange={set('email')}
            error={at('body.email')}
          />
        )}
        {add.error && !(add.error instanceof Problem && add.error.code === 'access.proveAgain') && (
          <Note tone="red">{add.error.message}</Note>
        )}
      </div>
    </Dialog>
  )
}
