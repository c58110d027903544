/** Small marks of standards that every page of the room shows the same way: where an item comes from, how it is measured, its state. */
import type { Provenance } from '../../../standards/terms.ts'
import type { Method } from '../../../standards/terms.ts'
import { Note, StatusTag, type Tone } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'

const provenanceTone: Record<Provenance, Tone> = { sourced: 'green', reconstructed: 'amber', illustrative: 'violet', own: 'blue' }

/** Where a text or number comes from, as colour and word. */
export function ProvenanceTag({ of, source }: { of: Provenance; source?: string | undefined }) {
  const { t } = useWords()
  return (
    <StatusTag tone={provenanceTone[of]}>
      {t(`standards.provenance.${of}`)}
      {source !== undefined && source !== '' && <span className="small"> · {source}</span>}
    </StatusTag>
  )
}

/** How a criterion is measured. */
export function MethodTag({ method }: { method: Method }) {
  const { t } = useWords()
  return <StatusTag tone="grey">{t(`standards.method.${method}`)}</StatusTag>
}

const statusTone = { draft: 'amber', published: 'green', withdrawn: 'grey' } as const

/** Draft, published or withdrawn. */
export function EditionStatus({ status }: { status: keyof typeof statusTone }) {
  const { t } = useWords()
  return <StatusTag tone={statusTone[status]}>{t(`standards.status.${status}`)}</StatusTag>
}

/** Said on every page of an edition that is no official text. */
export function NotOfficial() {
  const { t } = useWords()
  return (
    <Note tone="amber" title={t('standards.notOfficial')}>
      {t('standards.notOfficialHelp')}
    </Note>
  )
}
