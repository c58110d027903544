/**
 * A chart with its table. The engine is loaded when the first chart is shown; it draws on a canvas in the tokens' colours and
 * describes itself to screen readers. Whatever it shows must also stand in the table beside it.
 */
import './chart.css'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ChartOption, DrawnChart } from './chartEngine.ts'
import { Button } from './Button.tsx'
import { useWorn } from './look.ts'
import { Loading } from './States.tsx'
import { useWords } from './words.tsx'

export type { ChartOption } from './chartEngine.ts'

export interface ChartProps {
  /** What the chart shows, in a sentence; read out. */
  readonly label: string
  /** ECharts option without colours and fonts: those come from the tokens. Give a stable object (`useMemo`). */
  readonly option: ChartOption
  /** The same figures as a table. */
  readonly table: ReactNode
  readonly heightRem?: number
  /** A part was pressed: its `name`, and the `id` given in its data. */
  readonly onPress?: (part: { name: string; id: string | undefined }) => void
}

/** A chart; a button turns it into its table and back. */
export function Chart({ label, option, table, heightRem = 18, onPress }: ChartProps) {
  const { t } = useWords()
  const worn = useWorn()
  const [isTable, setTable] = useState(false)
  return (
    <figure className="chart">
      <div className="chart-turn">
        <Button kind="quiet" small icon={isTable ? 'score' : 'list'} onPress={() => setTable(!isTable)}>
          {isTable ? t('ui.asChart') : t('ui.asTable')}
        </Button>
      </div>
      {isTable ? table : <Drawing key={worn} label={label} option={option} heightRem={heightRem} {...(onPress ? { onPress } : {})} />}
    </figure>
  )
}

interface DrawingProps extends Omit<ChartProps, 'table'> {
  readonly heightRem: number
}

/** The engine reads colours and the size of text once, so another look is another drawing (its `key`). */
function Drawing({ label, option, heightRem, onPress }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<DrawnChart | null>(null)
  const press = useRef(onPress)
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    press.current = onPress
  }, [onPress])
  useEffect(() => {
    let isGone = false
    const draw = async () => {
      const { drawChart } = await import('./chartEngine.ts')
      if (isGone || !place.current) return
      drawn.current = drawChart(place.current, (part) => press.current?.(part))
      setReady(true)
    }
    void draw()
    return () => {
      isGone = true
      drawn.current?.close()
      drawn.current = null
    }
  }, [])
  useEffect(() => {
    if (isReady) drawn.current?.show(option, label)
  }, [isReady, option, label])
  return (
    <div className="chart-frame" style={{ height: `${heightRem}rem` }}>
      {!isReady && <Loading lines={3} />}
      <div ref={place} className="chart-place" role="img" aria-label={label} />
    </div>
  )
}
