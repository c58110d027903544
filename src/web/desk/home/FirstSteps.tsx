/**
 * A city that begins: what there must be before work can start, in its order, each with its page. It stands on the first page of those
 * who set the city up until all of it is there.
 */
import './home.css'
import { useQuery } from '@tanstack/react-query'
import { editionsApi } from '../../../standards/editions.api.ts'
import { Link } from '../../../ui/Button.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { useWords, type Word } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { useMay } from '../../me.ts'
import { caseClasses } from '../classes/calls.ts'
import { city, points } from '../parts/places.ts'

const standards = calls('standards', editionsApi)

interface Step {
  readonly id: 'units' | 'accounts' | 'standards' | 'points' | 'classes'
  readonly href: string
  /** Undefined: nobody can tell, or it is not known yet. */
  readonly done?: boolean | undefined
}

/** The steps that this person may take, with what is there already. */
function useSteps(): readonly Step[] {
  const one = { query: { limit: 1 } } as never
  const has = (asked: { readonly data?: { readonly items: readonly unknown[] } | undefined }) => asked.data && asked.data.items.length > 0
  const units = has(useQuery(city.listUnits.ask(one)))
  const editions = has(useQuery(standards.listEditions.ask(one)))
  const places = has(useQuery(points.listPoints.ask(one)))
  const classes = has(useQuery(caseClasses.listClasses.ask({})))
  const invites = useMay('accounts.edit')
  return [
    { id: 'units', href: '/organisation', done: units },
    ...(invites ? [{ id: 'accounts' as const, href: '/accounts' }] : []),
    { id: 'standards', href: '/standards', done: editions },
    { id: 'points', href: '/points', done: places },
    { id: 'classes', href: '/classes', done: classes },
  ]
}

/** The card; nothing once all is there. */
export function FirstSteps() {
  const { t } = useWords()
  const steps = useSteps()
  if (!steps.some(({ done }) => done === false)) return null
  return (
    <Card flush title={t('home.first')}>
      <ol>
        {steps.map(({ id, href, done }, index) => (
          <li key={id} className="home-line">
            <div className="grow">
              <Link href={href}>
                {index + 1}. {t(`home.first.${id}` as Word)}
              </Link>
              <p className="home-where">{t(`home.first.${id}Help` as Word)}</p>
            </div>
            {done !== undefined && (
              <StatusTag tone={done ? 'green' : 'grey'} {...(done ? { icon: 'check' as const } : {})}>
                {t(done ? 'home.first.done' : 'home.first.open')}
              </StatusTag>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}
