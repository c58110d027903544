/** Before a lead finishes a whistle: which called units have not come or not answered, and that the lead knows it. */
import type { WhistleFile } from '../../../whistles/whistles.api.ts'
import { Checkbox } from '../../../ui/Fields.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

/** Called units that did not sign in, or did not reply. */
export const silentOf = ({ parties }: WhistleFile) =>
  parties.filter(({ signedInAt, repliedAt }) => signedInAt === null || repliedAt === null)

interface SilentProps {
  readonly it: WhistleFile
  readonly knows: boolean
  readonly onKnow: (knows: boolean) => void
}

/** The warning and its tick; nothing when all have answered. */
export function Silent({ it, knows, onKnow }: SilentProps) {
  const { t, read } = useWords()
  const silent = silentOf(it)
  if (silent.length === 0) return null
  const named = silent.map(({ unit, signedInAt }) =>
    t(signedInAt === null ? 'whistles.notCome' : 'whistles.notReplied', { unit: read(unit.title) }),
  )
  return (
    <>
      <Note tone="amber">{t('whistles.silent', { units: named.join(t('whistles.comma')) })}</Note>
      <Checkbox isSelected={knows} onChange={onKnow}>
        {t('whistles.finishAnyway')}
      </Checkbox>
    </>
  )
}
