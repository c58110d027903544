/** Takes back a change of many duties; duties that somebody touched since stay as they are, and it says how many. */
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { duties } from './calls.ts'

/** Undoes an action by its id. */
export function useUndoAction(): (action: string) => void {
  const { t } = useWords()
  const undo = useSend(duties.undo, {
    onDone: ({ restored, touched }) =>
      showToast({
        tone: touched.length > 0 ? 'plain' : 'good',
        text: touched.length > 0 ? t('duties.undoneBut', { restored, touched: touched.length }) : t('duties.undone', { restored }),
      }),
  })
  return (action) => undo.send({ params: { action } })
}
