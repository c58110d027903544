/** The second step of a sign-in at the door. */
import { Button } from '../../../ui/Button.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useEntered } from './calls.ts'
import { CodeForm } from './CodeForm.tsx'
import { StepTitle } from './DoorFrame.tsx'

/** The form. `onBack` begins anew. */
export function CodeStep({ onBack }: { onBack: () => void }) {
  const { t } = useWords()
  return (
    <CodeForm className="door-box stack" onIn={useEntered()} title={<StepTitle>{t('access.codeStep')}</StepTitle>}>
      <Button kind="quiet" onPress={onBack}>
        {t('access.startOver')}
      </Button>
    </CodeForm>
  )
}
