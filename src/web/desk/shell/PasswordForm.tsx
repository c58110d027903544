/** Asks somebody who is known for their password once more. */
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'

interface PasswordFormProps {
  readonly label: string
  readonly help?: string
  readonly verb: string
  readonly sending: { readonly isPending: boolean; readonly error: Error | null }
  readonly onSend: (password: string) => void
  /** Before the field: who it is, for the browser's own keeper of passwords. */
  readonly children?: ReactNode
}

/** The form. */
export function PasswordForm({ label, help, verb, sending, onSend, children }: PasswordFormProps) {
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend(password)
  }
  return (
    <form className="stack" onSubmit={submit}>
      {children}
      <TextField
        label={label}
        {...(help === undefined ? {} : { help })}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        isRequired
        error={sending.error?.message}
      />
      <Button type="submit" kind="primary" isPending={sending.isPending} isDisabled={password === ''}>
        {verb}
      </Button>
    </form>
  )
}
