/** The second factor by an app: switched on with a QR code and its first code, and the recovery codes that stand in for a lost phone. */
import { type FormEvent, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Confirm, Dialog } from '../../../ui/Overlays.tsx'
import { Card, Note, StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { faultAt } from '../door/NewPassword.tsx'
import { guard } from '../../proof.ts'
import { type CardProps, mine } from './calls.ts'

interface Started {
  readonly secret: string
  readonly address: string
  readonly qr: readonly string[]
}

/** The card. */
export function Factor({ account, refresh }: CardProps) {
  const { t, moment } = useWords()
  const [started, setStarted] = useState<Started>()
  const [codes, setCodes] = useState<readonly string[]>()
  const [isEnding, setEnding] = useState(false)
  const on = account.factorSince !== null
  return (
    <Card
      title={t('access.factor')}
      actions={<StatusTag tone={on ? 'green' : 'grey'}>{t(on ? 'access.factorOn' : 'access.factorOff')}</StatusTag>}
    >
      <div className="stack">
        <p className="quiet">
          {account.factorSince === null
            ? t('access.factorHelp')
            : t('access.factorSince', { since: moment(account.factorSince), codes: account.recoveryCodes })}
        </p>
        <p className="row">
          {on ? (
            <>
              <Button onPress={() => void guard(async () => setCodes((await mine.renewCodes({})).codes))}>{t('access.renewCodes')}</Button>
              <Button kind="danger" onPress={() => setEnding(true)}>
                {t('access.endFactor')}
              </Button>
            </>
          ) : (
            <Button onPress={() => void guard(async () => setStarted(await mine.startFactor({})))}>{t('access.startFactor')}</Button>
          )}
        </p>
      </div>
      {started && (
        <Setup
          started={started}
          onClose={() => setStarted(undefined)}
          onDone={(made) => {
            setStarted(undefined)
            setCodes(made)
          }}
        />
      )}
      {codes && (
        <Codes
          codes={codes}
          onClose={() => {
            setCodes(undefined)
            void refresh()
          }}
        />
      )}
      <Confirm
        title={t('access.endFactor')}
        isOpen={isEnding}
        onClose={() => setEnding(false)}
        verb={t('access.endFactor')}
        danger
        onConfirm={() => guard(() => mine.endFactor({}).then(refresh))}
      >
        {t('access.endFactorSure')}
      </Confirm>
    </Card>
  )
}

function Setup({ started, onClose, onDone }: { started: Started; onClose: () => void; onDone: (codes: readonly string[]) => void }) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const confirm = useSend(mine.confirmFactor, { quiet: true, onDone: (answer) => onDone(answer.codes) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.send({ body: { code: code.trim() } })
  }
  return (
    <Dialog title={t('access.startFactor')} isOpen onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t('access.factorScan')}</p>
        <QrCode rows={started.qr} />
        <p className="small">{t('access.factorByHand')}</p>
        <p className="secret">{started.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
        <TextField
          label={t('access.code')}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          isRequired
          error={faultAt(confirm.error, 'body.code') ?? confirm.error?.message}
        />
        <Button type="submit" kind="primary" isPending={confirm.isPending} isDisabled={code.trim() === ''}>
          {t('access.confirmFactor')}
        </Button>
      </form>
    </Dialog>
  )
}

function QrCode({ rows }: { rows: readonly string[] }) {
  const { t } = useWords()
  const path = rows.flatMap((row, y) => Array.from(row, (dark, x) => (dark === '1' ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg className="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={t('access.qr')}>
      <path d={path} fill="currentColor" />
    </svg>
  )
}

function Codes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog
      title={t('access.recoveryCodes')}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onClose}>
          {t('access.codesKept')}
        </Button>
      }
    >
      <div className="stack">
        <Note tone="amber">{t('access.recoveryCodesHelp')}</Note>
        <ul className="codes number">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
