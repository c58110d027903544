/** Why a case came back, or ended without work: the words, who said them and when, before anybody acts. */
import type { CaseFile } from '../../../cases/cases.api.ts'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useHappened } from './History.tsx'
import { findReason } from './lastWord.ts'

/** The last reason that still holds; nothing where there is none. */
export function SentBack({ it }: { it: CaseFile }) {
  const { t, moment } = useWords()
  const happened = useHappened()
  const reason = findReason(it)
  if (!reason) return null
  return (
    <Note tone="amber" title={happened(reason)}>
      {reason.note !== '' && <p className="case-words">{reason.note}</p>}
      <p className="small">
        {reason.by?.name ?? t('cases.byItself')} · {moment(reason.at)}
      </p>
    </Note>
  )
}
