/** The keys of a system: made with scopes and an end, shown once, known afterwards by their beginning. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { Account } from '../../../access/accounts.api.ts'
import { type Permission, permissions } from '../../../api/contract.ts'
import { permissionsOf } from '../../../city/who.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox, NumberField, TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { guard } from '../../proof.ts'
import { accounts } from './calls.ts'

/** The list and the way to a new one. */
export function Keys({ account }: { account: Account }) {
  const { t, moment, day } = useWords()
  const queries = useQueryClient()
  const asked = useQuery(accounts.listKeys.ask({ params: { id: account.id } }))
  const [isNew, setNew] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: ['accounts'] })
  const revoke = (key: string) => guard(() => accounts.revokeKey({ params: { id: account.id, key } }).then(refresh))
  return (
    <section className="stack-s">
      <div className="row">
        <h3 className="grow">{t('access.keys')}</h3>
        <Button icon="add" small onPress={() => setNew(true)}>
          {t('access.addKey')}
        </Button>
      </div>
      <Answer of={asked} lines={2}>
        {({ items }) => (
          <ul className="entries">
            {items.map((key) => (
              <li key={key.id}>
                <span className="grow">
                  <span className="strong">{key.name}</span> <code>{key.beginning}…</code>
                  <br />
                  <span className="quiet small">
                    {key.scopes.join(', ')} · {t('access.until', { day: day(key.expiresAt.slice(0, 10)) })} ·{' '}
                    {key.usedAt === null ? t('access.neverUsed') : t('access.usedAt', { at: moment(key.usedAt) })}
                  </span>
                </span>
                {key.revokedAt === null ? (
                  <Button small kind="danger" onPress={() => void revoke(key.id)}>
                    {t('access.revokeKey')}
                  </Button>
                ) : (
                  <StatusTag>{t('access.revoked')}</StatusTag>
                )}
              </li>
            ))}
          </ul>
        )}
      </Answer>
      {isNew && (
        <NewKey
          account={account}
          onClose={() => {
            setNew(false)
            void refresh()
          }}
        />
      )}
    </section>
  )
}

function NewKey({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7())
  const [name, setName] = useState('')
  const [days, setDays] = useState<number | null>(365)
  const [scopes, setScopes] = useState<ReadonlySet<Permission>>(new Set())
  const [made, setMade] = useState('')
  const offered = permissions.filter((one) => one !== 'signedIn' && permissionsOf(account.role ?? 'member').has(one))
  const toggle = (one: Permission) => setScopes(new Set(scopes.has(one) ? [...scopes].filter((other) => other !== one) : [...scopes, one]))
  const make = () =>
    guard(async () => {
      const body = { id, name: name.trim(), scopes: [...scopes], days: days ?? 1 }
      setMade((await accounts.addKey({ params: { id: account.id }, body })).key)
    })
  if (made !== '')
    return (
      <Dialog title={t('access.keyMade')} isOpen onClose={onClose}>
        <div className="stack">
          <Note tone="amber">{t('access.keyMadeHelp')}</Note>
          <p className="secret">{made}</p>
        </div>
      </Dialog>
    )
  return (
    <Dialog
      title={t('access.addKey')}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" isDisabled={name.trim() === '' || scopes.size === 0 || days === null} onPress={() => void make()}>
          {t('access.addKey')}
        </Button>
      }
    >
      <div className="stack">
        <TextField label={t('access.keyName')} help={t('access.keyNameHelp')} value={name} onChange={setName} maxLength={60} isRequired />
        <NumberField label={t('access.keyDays')} value={days} onChange={setDays} min={1} max={730} />
        <fieldset className="stack-s">
          <legend className="strong">{t('access.scopes')}</legend>
          {offered.map((one) => (
            <Checkbox key={one} isSelected={scopes.has(one)} onChange={() => toggle(one)}>
              <code>{one}</code>
            </Checkbox>
          ))}
        </fieldset>
      </div>
    </Dialog>
  )
}
