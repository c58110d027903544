/** The columns of what a city published, and the months to choose from. */
import type { Rollup } from '../../../neighbours/neighbours.api.ts'
import type { Column } from '../../../ui/DataTable.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../today.ts'

/** The month now and the eleven before it. */
export const months = (): string[] => {
  const [year, month] = today().split('-').map(Number) as [number, number, number]
  return Array.from({ length: 12 }, (_, back) => {
    const index = year * 12 + month - 1 - back
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}

/** The figures of a month. */
export function useFigures(): Column<Rollup>[] {
  const { t, points, number, percent } = useWords()
  return [
    {
      id: 'score',
      title: t('neighbours.score'),
      number: true,
      cell: ({ score, total }) => (score === null ? '—' : `${points(score)} / ${points(total ?? 0)}`),
    },
    {
      id: 'open',
      title: t('neighbours.open'),
      number: true,
      cell: ({ reported, dispatched, rectified }) => number(reported + dispatched + rectified),
    },
    { id: 'closed', title: t('neighbours.closed'), number: true, cell: ({ closed }) => number(closed) },
    { id: 'overdue', title: t('neighbours.overdue'), number: true, cell: ({ overdue }) => number(overdue) },
    { id: 'onTime', title: t('neighbours.onTime'), number: true, cell: ({ onTime }) => (onTime === null ? '—' : percent(onTime / 1000)) },
  ]
}
