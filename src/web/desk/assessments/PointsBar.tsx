/** Points as one bar: got, lost, not observed, not applicable. The words stand below, so colour never speaks alone. */
import type { Points } from '../../../assessments/score.ts'
import { useWords } from '../../../ui/words.tsx'

const parts = ['got', 'lost', 'open', 'na'] as const

/** The four amounts of some points. */
const amountsOf = ({ got, of, open, na }: Pick<Points, 'got' | 'of' | 'open' | 'na'>) => ({ got, lost: of - got, open, na })

/** The bar with its legend; `slim` is the bar alone, for rows that say the figures themselves. */
export function PointsBar({ points, slim = false }: { points: Pick<Points, 'got' | 'of' | 'open' | 'na'>; slim?: boolean }) {
  const words = useWords()
  const amounts = amountsOf(points)
  const whole = parts.reduce((sum, part) => sum + Math.max(0, amounts[part]), 0)
  const share = (part: (typeof parts)[number]) => (whole === 0 ? 0 : (100 * Math.max(0, amounts[part])) / whole)
  const bar = (
    <span className={slim ? 'points-bar points-slim' : 'points-bar'} aria-hidden="true">
      {parts.map((part) => share(part) > 0 && <span key={part} className={`points-${part}`} style={{ width: `${share(part)}%` }} />)}
    </span>
  )
  if (slim) return bar
  return (
    <div className="stack-s">
      {bar}
      <ul className="points-legend">
        {parts.map((part) => (
          <li key={part}>
            <span className={`points-dot points-${part}`} aria-hidden="true" />
            <span className="quiet">{words.t(`scores.part.${part}`)}</span>
            <span className="strong">{words.points(amounts[part])}</span>
            <span className="quiet small">{words.percent(share(part) / 100, 1)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
