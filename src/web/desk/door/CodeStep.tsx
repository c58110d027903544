/** The second step of a sign-in: six digits of the app, or a recovery code. */
import { type FormEvent, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useEntered, ways } from './calls.ts'
import { StepTitle } from './DoorFrame.tsx'

/** The form. `onBack` begins anew. */
export function CodeStep({ onBack }: { onBack: () => void }) {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const give = useSend(ways.giveCode, { quiet: true, onDone: useEntered() })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    give.send({ body: { code: code.trim() } })
  }
  return (
    <form className="door-box stack" onSubmit={submit}>
      <StepTitle>{t('access.codeStep')}</StepTitle>
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
      <Button kind="quiet" onPress={onBack}>
        {t('access.startOver')}
      </Button>
    </form>
  )
}
