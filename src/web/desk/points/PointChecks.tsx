/** What is looked at here, what was found last, and which criteria of which standards it serves: asked once, used everywhere. */
import { useQuery } from '@tanstack/react-query'
import type { PointId } from '../../../base/ids.ts'
import type { ChecklistItem } from '../../../inspections/checklist.ts'
import { inspectionsApi } from '../../../inspections/inspections.api.ts'
import { Link } from '../../../ui/Button.tsx'
import { StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { useMay } from '../../me.ts'

const inspections = calls('inspections', inspectionsApi)

/** The checklist of a point. */
export function PointChecks({ id }: { id: PointId }) {
  const { t } = useWords()
  const may = useMay('inspections.read')
  const asked = useQuery({ ...inspections.getChecklist.ask({ params: { id } }), enabled: may })
  if (!may) return null
  return (
    <section className="stack-s">
      <h3>{t('points.checks')}</h3>
      <Answer of={asked} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('points.noChecks')}</p>
          ) : (
            <ul className="point-checks">
              {items.map((item) => (
                <CheckLine key={item.fact} item={item} />
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  )
}

function CheckLine({ item }: { item: ChecklistItem }) {
  const { t, read, day } = useWords()
  const grade = item.grades.find(({ code }) => code === item.last?.grade)
  const factor = item.last?.factor
  const tone = factor === undefined || factor === null ? 'grey' : factor === 1000 ? 'green' : 'amber'
  return (
    <li className="point-check">
      <div className="row-wide">
        <span className="grow">{read(item.title)}</span>
        {item.last && (
          <StatusTag tone={tone}>
            {grade ? read(grade.title) : (item.last.grade ?? '')} · {day(item.last.observedAt.slice(0, 10))}
          </StatusTag>
        )}
      </div>
      <ul className="point-serves" aria-label={t('points.serves')}>
        {item.serves.flatMap((served) =>
          served.criteria.map((criterion) => (
            <li key={`${served.editionId} ${criterion.id}`}>
              <Link href={`/standards/${served.editionId}?item=${criterion.id}`}>
                {read(served.title)} · {read(criterion.title)}
              </Link>
            </li>
          )),
        )}
      </ul>
    </li>
  )
}
