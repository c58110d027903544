/** A line of a few figures, small enough for the first page: no engine, and its figures as a text for screen readers. */
import './sparkline.css'

export interface SparklineProps {
  /** What it shows, with first and last figure in words. */
  readonly label: string
  /** Oldest first; null where there is no figure. */
  readonly values: readonly (number | null)[]
}

const wide = 160
const high = 40

/** The line, its last figure as a dot. */
export function Sparkline({ label, values }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null
  const low = Math.min(...known)
  const span = Math.max(...known) - low || 1
  const places = values.flatMap((value, index) =>
    value === null ? [] : [[(index / (values.length - 1)) * (wide - 8) + 4, high - 6 - ((value - low) / span) * (high - 12)] as const],
  )
  const [x, y] = places.at(-1)!
  return (
    <svg className="sparkline" viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={label}>
      <polyline points={places.map((place) => place.map((part) => part.toFixed(1)).join()).join(' ')} />
      <circle cx={x} cy={y} r="3" />
    </svg>
  )
}
