/** Weeks of streets and communities that are nearly full or full, before anybody asks more of them. Nothing is shown while all have room. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { burden } from './calls.ts'

const shown = 5

/** The note, for who asks things of the grassroots and for who is asked. */
export function Tight() {
  const { t, read } = useWords()
  const { data } = useQuery(burden.listTight.ask({}))
  if (!data || data.items.length === 0) return null
  const tone = data.items.some(({ state }) => state === 'over') ? 'red' : 'amber'
  return (
    <Note tone={tone} title={t('burden.tightWeeks', { n: data.n })}>
      <ul>
        {data.items.slice(0, shown).map(({ unit, minutes, budget, state }) => (
          <li key={unit.id}>
            <Link href={`/burden?unit=${unit.id}`}>{read(unit.title)}</Link>
            {` · ${t('burden.weekLine', { minutes, budget })} · ${t(`burden.state.${state}`)}`}
          </li>
        ))}
      </ul>
      {data.n > shown && <Link href="/burden">{t('burden.tightAll', { n: data.n })}</Link>}
    </Note>
  )
}
