/** The complaint entry that stands on every face, before sign-in too. Its form is loaded by whoever wants it. */
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { useWords } from '../../../ui/words.tsx'

const ComplaintDialog = lazy(async () => ({ default: (await import('./ComplaintDialog.tsx')).ComplaintDialog }))

/** The button, and the way to the answer. `city` is the code of the city that is complained to. */
export function ComplaintEntry({ city }: { city: string }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button kind="quiet" small onPress={() => setOpen(true)}>
        {t('shell.complain')}
      </Button>
      {/* A page of the server, not of the router: it is read without scripts too. */}
      <a className="button button-quiet button-small" href={`/answer?${new URLSearchParams({ city })}`}>
        {t('complaints.lookUpEntry')}
      </a>
      <Suspense>{isOpen && <ComplaintDialog city={city} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
