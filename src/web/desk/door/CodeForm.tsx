/** Six digits of the app, or a recovery code: the second step of a sign-in, at the door and over a page that was locked. */
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Me } from '../../../city/session.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { ways } from './calls.ts'

interface CodeFormProps {
  readonly className: string
  readonly onIn: (now: Me) => void
  /** Above the field. */
  readonly title?: ReactNode
  /** Below the button. */
  readonly children?: ReactNode
}

/** The form. */
export function CodeForm({ className, onIn, title, children }: CodeFormProps) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const give = useSend(ways.giveCode, { quiet: true, onDone: onIn })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    give.send({ body: { code: code.trim() } })
  }
  return (
    <form className={className} onSubmit={submit}>
      {title}
      <TextField
        label={t('access.code')}
        help={t('access.codeHelp')}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        isRequired
        error={give.error?.message}
      />
      <Button type="submit" kind="primary" isPending={give.isPending} isDisabled={code.trim() === ''}>
        {t('signIn.verb')}
      </Button>
      {children}
    </form>
  )
}
