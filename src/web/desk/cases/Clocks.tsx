/** The clocks of a case in plain words: how long each ran, what it has left, and every stretch in which it rested. */
import type { CaseClock, CaseFile } from '../../../cases/cases.api.ts'
import { StatusTag, type Tone } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { now } from '../../clock.ts'

const tones: Record<CaseClock['state'], Tone> = { running: 'blue', paused: 'amber', stopped: 'grey' }

/** All clocks that ever ran. */
export function Clocks({ it }: { it: CaseFile }) {
  const { t } = useWords()
  if (it.clocks.length === 0) return null
  return (
    <section className="stack-s">
      <h2 className="minor">{t('cases.clocks')}</h2>
      <ul className="clocks">
        {it.clocks.map((clock) => (
          <OneClock key={clock.clock} clock={clock} />
        ))}
      </ul>
    </section>
  )
}

function OneClock({ clock }: { clock: CaseClock }) {
  const { t, read, moment } = useWords()
  const lengthOf = useLength()
  const { state, dueAt, spans, ran, rested } = clock
  const isOver = dueAt !== null && (spans.at(-1)?.[1] ?? now()) > dueAt
  const pauses = spans.slice(1).map(([from], index) => ({ from: spans[index]![1]!, to: from as string | null }))
  const all = state === 'paused' ? [...pauses, { from: spans.at(-1)![1]!, to: null }] : pauses
  return (
    <li className="clock">
      <span className="row">
        <span className="strong">{read(clock.name)}</span>
        <StatusTag tone={isOver ? 'red' : tones[state]}>{t(isOver ? 'cases.clock.over' : `cases.clock.${state}`)}</StatusTag>
      </span>
      <span>{t('cases.clockRan', { length: lengthOf(ran), counts: t(`cases.counts.${clock.counts}`) })}</span>
      {dueAt !== null && <span className="small quiet">{t('cases.clockDue', { at: moment(dueAt) })}</span>}
      {rested > 0 && <span className="small quiet">{t('cases.clockRested', { length: lengthOf(rested) })}</span>}
      {all.map(({ from, to }) => (
        <span key={from} className="small quiet">
          {to === null ? t('cases.restsSince', { from: moment(from) }) : t('cases.rested', { from: moment(from), to: moment(to) })}
        </span>
      ))}
    </li>
  )
}

const minute = 60_000

/** A length in the two largest units that it fills. */
function useLength(): (ms: number) => string {
  const { t } = useWords()
  return (ms) => {
    const minutes = Math.floor(ms / minute)
    const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24]
    if (days > 0) return t('cases.length.days', { days, hours })
    return hours > 0 ? t('cases.length.hours', { hours, minutes: minutes % 60 }) : t('cases.length.minutes', { minutes })
  }
}
