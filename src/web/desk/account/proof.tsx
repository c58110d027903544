/** Asks for the password again when the server wants it, then goes on with what was under way. */
import { type FormEvent, type ReactNode, useState } from 'react'
import { type Mine, mineApi } from '../../../access/mine.api.ts'
import { Problem } from '../../../base/problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { showProblem } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'

/** The calls of one's own account. */
export const mine = calls('mine', mineApi)

/** What the cards of the page share. */
export interface CardProps {
  readonly account: Mine
  readonly guard: (work: () => Promise<unknown>) => Promise<void>
  readonly refresh: () => Promise<void>
}

/** Work that may ask for a proof: run it through `guard`, and put `dialog` into the page. */
export function useProof(): { guard: (work: () => Promise<unknown>) => Promise<void>; dialog: ReactNode } {
  const [waiting, setWaiting] = useState<() => Promise<unknown>>()
  const guard = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (error instanceof Problem && error.code === 'access.proveAgain') setWaiting(() => work)
      else showProblem(error)
    }
  }
  const dialog = waiting && (
    <ProofDialog
      onClose={() => setWaiting(undefined)}
      onDone={() => {
        setWaiting(undefined)
        void guard(waiting)
      }}
    />
  )
  return { guard, dialog }
}

function ProofDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useWords()
  const [password, setPassword] = useState('')
  const prove = useSend(mine.prove, { quiet: true, onDone })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    prove.send({ body: { password } })
  }
  return (
    <Dialog title={t('access.proof')} isOpen onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('access.presentPassword')}
          help={t('access.proofHelp')}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          isRequired
          error={prove.error?.message}
        />
        <Button type="submit" kind="primary" isPending={prove.isPending} isDisabled={password === ''}>
          {t('access.next')}
        </Button>
      </form>
    </Dialog>
  )
}
