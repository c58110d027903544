/** Above the queue of cases that no grid has: what to do, and another look once grids have come. */
import { Button } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Page.tsx'
import { showToast } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { places } from './placeCalls.ts'

/** The note. */
export function LostNote() {
  const { t } = useWords()
  const mayLook = useMay('cases.dispatch')
  const look = useSend(places.findAgain, { onDone: ({ found }) => showToast({ text: t('cases.foundAgain', { found }), tone: 'good' }) })
  return (
    <Note tone="amber">
      <div className="row-wide">
        <span>{t('cases.lostAre')}</span>
        {mayLook && (
          <Button small isPending={look.isPending} onPress={() => look.send({ body: {} })}>
            {t('cases.findAgain')}
          </Button>
        )}
      </div>
    </Note>
  )
}
