/** Who of the called units is late with what. */
import type { WhistleHead } from '../../../whistles/whistles.api.ts'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

/** Late is red, and says who is late with what. */
export function LateTags({ it }: { it: WhistleHead }) {
  const { t, read } = useWords()
  const late = it.parties.filter((party) => party.late.length > 0)
  return (
    <>
      {late.map((party) => (
        <StatusTag key={party.unit.id} tone="red" icon="alert" long>
          {`${read(party.unit.title)} ${party.late.map((owing) => t(`whistles.late.${owing}`)).join(t('whistles.comma'))}`}
        </StatusTag>
      ))}
    </>
  )
}
