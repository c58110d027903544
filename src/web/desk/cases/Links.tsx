/** The cases that belong to this one: what it was merged into, what was merged into it, split off, or is related. */
import type { CaseFile } from '../../../cases/cases.api.ts'
import { Link } from '../../../ui/Button.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { toneOfStage } from './calls.ts'

/** The list; nothing where the case stands alone. */
export function Links({ it }: { it: CaseFile }) {
  const { t, read } = useWords()
  if (it.links.length === 0) return null
  return (
    <section className="stack-s">
      <h2 className="minor">{t('cases.links')}</h2>
      <ul className="bulk">
        {it.links.map((link) => (
          <li key={`${link.kind} ${link.id}`} className="row-wide">
            <span>
              <span className="quiet">{t(`cases.link.${link.kind}`)}</span>{' '}
              <Link href={`/cases/${link.id}`}>{`${link.no} ${link.text}`}</Link>
            </span>
            <StatusTag tone={toneOfStage[link.stage]}>{read(link.stateName)}</StatusTag>
          </li>
        ))}
      </ul>
    </section>
  )
}
