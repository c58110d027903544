/** The kind warning before somebody is signed out because nobody touched anything, or because the day was long. */
import { Button } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import type { End } from './useEnd.ts'

/** The warning: no window over the work, a line above it. `onAnew` signs in again at once. */
export function Ending({ end, onAnew }: { end: End; onAnew: () => void }) {
  const { t } = useWords()
  const minutes = Math.max(1, Math.round(end.seconds / 60))
  return (
    <div className="ending" role="status">
      <Note tone="amber">
        {t(end.isLast ? 'session.endsLast' : 'session.endsIdle', { minutes })}{' '}
        {end.isLast ? (
          <Button small onPress={onAnew}>
            {t('session.anew')}
          </Button>
        ) : (
          // The press itself is the touch that keeps the sign-in.
          <Button small onPress={() => undefined}>
            {t('session.stay')}
          </Button>
        )}
      </Note>
    </div>
  )
}
