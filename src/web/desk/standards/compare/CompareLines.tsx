/** The lines of a comparison as a table: the old side, what happened, the new side. */
import { useMemo } from 'react'
import { type Change, changes, type Line, type Side } from '../../../../standards/compare.ts'
import { type Column, DataTable } from '../../../../ui/DataTable.tsx'
import { StatusTag, type Tone } from '../../../../ui/Page.tsx'
import { EmptyState } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { Reworded } from './Reworded.tsx'

/** Colour of a change; the word always stands beside it. */
const changeTone: Record<Change, Tone> = {
  added: 'green',
  dropped: 'grey',
  split: 'violet',
  merged: 'violet',
  overlaps: 'violet',
  methodChanged: 'amber',
  ruleChanged: 'amber',
  checksChanged: 'amber',
  reweighted: 'amber',
  moved: 'blue',
  reworded: 'blue',
  unitsChanged: 'blue',
  unchanged: 'grey',
}

/** Which lines a filter leaves. */
export function linesFor(lines: readonly Line[], kind: string, q: string): Line[] {
  const wanted = q.trim().toLowerCase()
  return lines.filter(
    (line) =>
      (kind === '' ? true : kind === 'changed' ? line.kind !== 'unchanged' : line.changes.includes(kind as Change)) &&
      (wanted === '' || wordsOf(line).includes(wanted)),
  )
}
const wordsOf = ({ from, to }: Line) =>
  [...from, ...to]
    .map(({ id, title }) => `${id} ${title.zh} ${title.en}`)
    .join(' ')
    .toLowerCase()

/** A line's identity: the codes on both sides. */
const idOfLine = (line: Line): string => `${line.from.map(({ id }) => id).join('+')}>${line.to.map(({ id }) => id).join('+')}`

const sum = (sides: readonly Side[]) => sides.reduce((total, side) => total + side.points, 0)

/** What the lines can be ordered by. */
export const orders: Readonly<Record<string, (line: Line) => string | number>> = {
  change: ({ kind }) => changes.indexOf(kind),
  from: ({ from }) => from[0]?.id ?? '',
  to: ({ to }) => to[0]?.id ?? '',
  points: ({ from, to }) => sum(to) - sum(from),
}

interface CompareLinesProps {
  readonly lines: readonly Line[]
  readonly total: number
  readonly sort: string
  readonly onSort: (sort: string) => void
  readonly onMore?: (() => void) | undefined
}

/** The table; sides open the criterion in its edition. */
export function CompareLines({ lines, total, sort, onSort, onMore }: CompareLinesProps) {
  const { t, read, points } = useWords()
  const columns = useMemo<Column<Line>[]>(
    () => [
      {
        id: 'changes',
        sort: 'change',
        title: t('standards.compare.change'),
        minRem: 7,
        cell: (line) => (
          <span className="row">
            {line.changes.map((change) => (
              <StatusTag key={change} tone={changeTone[change]}>
                {t(`standards.change.${change}`)}
              </StatusTag>
            ))}
          </span>
        ),
      },
      { id: 'from', sort: 'from', title: t('standards.compare.old'), minRem: 16, cell: (line) => <Sides sides={line.from} /> },
      {
        id: 'to',
        sort: 'to',
        title: t('standards.compare.new'),
        minRem: 16,
        cell: (line) =>
          line.changes.includes('reworded') && line.from.length === 1 && line.to.length === 1 ? (
            <Sides sides={line.to} from={line.from[0]!} />
          ) : (
            <Sides sides={line.to} />
          ),
      },
      {
        id: 'points',
        sort: 'points',
        title: t('standards.compare.points'),
        nowrap: true,
        number: true,
        cell: (line) => pointsChange(line, points),
      },
      {
        id: 'by',
        title: t('standards.compare.by'),
        minRem: 8,
        cell: (line) => (
          <span className="small quiet">
            {t(`standards.compare.by.${line.by}`)}
            {line.note && ` · ${read(line.note)}`}
          </span>
        ),
      },
    ],
    [t, read, points],
  )
  return (
    <DataTable
      label={t('standards.compare.lines')}
      columns={columns}
      rows={lines}
      idOf={idOfLine}
      total={total}
      sort={sort}
      onSort={onSort}
      hasMore={onMore !== undefined}
      {...(onMore ? { onMore } : {})}
      empty={
        <EmptyState icon="compare" title={t('standards.compare.none')}>
          {t('standards.compare.noneHelp')}
        </EmptyState>
      }
    />
  )
}

function pointsChange({ from, to }: Line, points: (value: number) => string): string {
  if (from.length === 0) return `+${points(sum(to))}`
  if (to.length === 0) return `−${points(sum(from))}`
  return sum(from) === sum(to) ? points(sum(to)) : `${points(sum(from))} → ${points(sum(to))}`
}

function Sides({ sides, from }: { sides: readonly Side[]; from?: Side }) {
  const { t, read } = useWords()
  if (sides.length === 0) return <span className="quiet">—</span>
  return (
    <ul className="stack-s">
      {sides.map((side) => (
        <li key={side.id}>
          <p>{from ? <Reworded from={from.title} to={side.title} /> : read(side.title)}</p>
          <p className="quiet small">
            <code>{side.id}</code> · {side.path.map(read).join(' / ')} ·{' '}
            {side.methods.map((method) => t(`standards.method.${method}`)).join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  )
}
