/** A new password, typed twice; what is wrong with it is said at the field in the server's words. */
import { useState } from 'react'
import { Problem } from '../../../base/problem.ts'
import { TextField } from '../../../ui/Fields.tsx'
import { useWords } from '../../../ui/words.tsx'
import { fewestLetters } from '../../../access/signIn.api.ts'

/** What is typed; `isReady` when both are alike and long enough. */
export interface NewPasswordState {
  readonly value: string
  readonly again: string
  readonly isReady: boolean
  readonly set: (value: string) => void
  readonly setAgain: (value: string) => void
}

/** The state of the two fields. */
export function useNewPassword(): NewPasswordState {
  const [value, set] = useState('')
  const [again, setAgain] = useState('')
  return { value, again, isReady: Array.from(value).length >= fewestLetters && value === again, set, setAgain }
}

/** The refusal's sentence for a field: that of its fault, else that of the whole. */
export function faultAt(error: Error | null, field: string): string | undefined {
  if (!(error instanceof Problem)) return error?.message
  const fault = error.faults.find(({ at }) => at === field)
  return fault ? ((fault as { message?: string }).message ?? fault.says) : undefined
}

/** The fields. */
export function NewPassword({ state, error }: { state: NewPasswordState; error: string | undefined }) {
  const { t } = useWords()
  const differs = state.again !== '' && state.value !== state.again
  return (
    <>
      <TextField
        label={t('access.newPassword')}
        help={t('access.newPasswordHelp', { count: fewestLetters })}
        type="password"
        value={state.value}
        onChange={state.set}
        autoComplete="new-password"
        isRequired
        error={error}
      />
      <TextField
        label={t('access.newPasswordAgain')}
        type="password"
        value={state.again}
        onChange={state.setAgain}
        autoComplete="new-password"
        isRequired
        error={differs ? t('access.passwordsDiffer') : undefined}
      />
    </>
  )
}
