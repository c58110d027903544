/** One account: what opens it, and what an administrator may do about it. They never see or choose a password. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, HandedCode } from '../../../access/accounts.api.ts'
import type { AccountId } from '../../../base/ids.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Confirm, Dialog } from '../../../ui/Overlays.tsx'
import { Facts, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMe } from '../../me.ts'
import { guard } from '../../proof.ts'
import { accounts, standingOf } from './calls.ts'
import { Keys } from './Keys.tsx'
import { Slip } from './Slip.tsx'

/** The detail. */
export function AccountDetail({ id }: { id: string }) {
  const asked = useQuery(accounts.getAccount.ask({ params: { id: id as AccountId } }))
  return <Answer of={asked}>{(account) => <Detail account={account} />}</Answer>
}

function Detail({ account }: { account: Account }) {
  const { t, tAny, read, moment } = useWords()
  const queries = useQueryClient()
  const [slip, setSlip] = useState<HandedCode>()
  const [sure, setSure] = useState<'retire' | 'factors'>()
  const params = { id: account.id }
  const act = (work: () => Promise<unknown>, done: string) =>
    guard(async () => {
      await work()
      await queries.invalidateQueries({ queryKey: ['accounts'] })
      showToast({ tone: 'good', text: done })
    })
  const [word, tone] = standingOf(account)
  const isPerson = account.kind === 'person'
  const isIn = account.retiredAt === null
  return (
    <div className="stack account-detail">
      <header className="row">
        <h2>{account.name}</h2>
        <StatusTag tone={tone}>{tAny(word)}</StatusTag>
      </header>
      <Facts
        items={[
          [t('signIn.login'), account.login],
          [t('access.unit'), read(account.unit?.title)],
          [t('access.role'), account.role === null ? t('access.roleOfPost') : t(`role.${account.role}`)],
          [t('access.factor'), t(account.hasFactor ? 'access.factorOn' : 'access.factorOff')],
          [t('access.passkeys'), String(account.passkeys)],
          [t('access.openCode'), account.openCode && t('access.openCodeUntil', { until: moment(account.openCode.expiresAt) })],
          [t('access.lastSeen'), account.seenAt && moment(account.seenAt)],
        ]}
      />
      {isPerson && isIn && <Email account={account} act={act} />}
      {isPerson && isIn && (
        <p className="row">
          <Button
            icon="file"
            kind="primary"
            onPress={() => void guard(async () => setSlip(await accounts.handCode({ params, body: { way: 'slip' } })))}
          >
            {t(account.hasPassword ? 'access.resetSlip' : 'access.invitationSlip')}
          </Button>
          <Button
            isDisabled={account.email === null}
            onPress={() => void act(() => accounts.handCode({ params, body: { way: 'mail' } }), t('access.mailSent'))}
          >
            {t(account.hasPassword ? 'access.resetMail' : 'access.invitationMail')}
          </Button>
        </p>
      )}
      {!isPerson && isIn && <Keys account={account} />}
      <Rest account={account} act={act} onSure={setSure} />
      {slip && <Slip code={slip} onClose={() => setSlip(undefined)} />}
      <Confirm
        title={t('access.retire')}
        isOpen={sure === 'retire'}
        onClose={() => setSure(undefined)}
        verb={t('access.retire')}
        danger
        onConfirm={() => act(() => accounts.retireAccount({ params }), t('access.isRetired'))}
      >
        {t('access.retireSure')}
      </Confirm>
      {sure === 'factors' && <LostFactor account={account} act={act} onClose={() => setSure(undefined)} />}
    </div>
  )
}

/** A lost factor: whoever takes it away says how they made sure who asks, as when the person was let in. */
function LostFactor({ account, act, onClose }: { account: Account; act: Act; onClose: () => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const remove = async () => {
    onClose()
    await act(() => accounts.removeFactors({ params: { id: account.id }, body: { reason: reason.trim() } }), t('access.factorsRemoved'))
  }
  return (
    <Dialog
      title={t('access.removeFactors')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="danger" isDisabled={reason.trim().length < 4} onPress={() => void remove()}>
            {t('access.removeFactors')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t('access.removeFactorsSure')}</p>
        <TextField
          label={t('access.identified')}
          help={t('access.identifiedHelp')}
          value={reason}
          onChange={setReason}
          maxLength={300}
          isRequired
        />
      </div>
    </Dialog>
  )
}

type Act = (work: () => Promise<unknown>, done: string) => Promise<void>

function Email({ account, act }: { account: Account; act: Act }) {
  const { t } = useWords()
  const [email, setEmail] = useState(account.email ?? '')
  const wish = email.trim() === '' ? null : email.trim()
  return (
    <form
      className="stack-s"
      onSubmit={(event) => {
        event.preventDefault()
        void act(() => accounts.changeAccount({ params: { id: account.id }, body: { email: wish } }), t('access.emailSaved'))
      }}
    >
      <TextField label={t('access.email')} help={t('access.emailHelp')} value={email} onChange={setEmail} autoComplete="off" />
      {wish !== account.email && (
        <Button type="submit" small>
          {t('access.saveEmail')}
        </Button>
      )}
    </form>
  )
}

function Rest({ account, act, onSure }: { account: Account; act: Act; onSure: (what: 'retire' | 'factors') => void }) {
  const { t } = useWords()
  const me = useMe()
  const params = { id: account.id }
  if (account.retiredAt !== null)
    return (
      <p>
        <Button onPress={() => void act(() => accounts.restoreAccount({ params }), t('access.isRestored'))}>{t('access.restore')}</Button>
      </p>
    )
  return (
    <p className="row">
      {account.kind === 'person' && (
        <Button onPress={() => void act(() => accounts.endAccess({ params }), t('access.accessEnded'))}>{t('access.endAccess')}</Button>
      )}
      {(account.hasFactor || account.passkeys > 0) && <Button onPress={() => onSure('factors')}>{t('access.removeFactors')}</Button>}
      {account.id !== me.account && (
        <Button kind="danger" onPress={() => onSure('retire')}>
          {t('access.retire')}
        </Button>
      )}
    </p>
  )
}
