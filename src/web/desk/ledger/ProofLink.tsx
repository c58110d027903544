/** The way from a fact to its proof, wherever the fact is shown; absent for those who may not read the ledger. */
import { LinkButton } from '../../../ui/Button.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { ledger } from './calls.ts'

/** Downloads the proof of a number, or of the last fact about a thing. */
export function ProofLink({ seq, thing }: ({ seq: number } & { thing?: never }) | { seq?: never; thing: string }) {
  const { t } = useWords()
  if (!useMay('ledger.read')) return null
  const href = seq === undefined ? ledger.proveThing.href({ params: { id: thing } }) : ledger.prove.href({ params: { seq } })
  return (
    <LinkButton
      kind="quiet"
      small
      icon="download"
      href={href}
      download={`proof-${seq ?? thing}.json`}
      {...(seq === undefined ? {} : { 'aria-label': t('ledger.downloadOf', { seq }) })}
    >
      {t('ledger.download')}
    </LinkButton>
  )
}
