/**
 * Behaviours counted for some minutes: start, tap each one seen, and the watch ends by itself. What is kept is the moment of the
 * start and the taps, so a dark screen, a call or a closed tab loses nothing.
 */
import { useEffect } from 'react'
import type { z } from 'zod'
import { anyBehaviour, type timed, watchMinutes } from '../../standards/checks/timed.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { useWords } from '../../ui/words.tsx'
import { now } from '../clock.ts'
import type { AnswerProps } from './part.ts'
import { useAwake, useSeconds } from './useSeconds.ts'

type Timed = z.infer<typeof timed.answer>

/** The watch with its counters. */
export function TimedAnswer({ check, draft, onChange }: AnswerProps<Timed>) {
  const { t, read } = useWords()
  const whole = (check.ask?.minutes ?? watchMinutes) * 60
  const isRunning = draft.startedAt !== undefined && draft.seconds === undefined
  const seconds = useSeconds(draft.startedAt, isRunning)
  useAwake(isRunning)
  const isOver = isRunning && seconds >= whole
  useEffect(() => {
    if (!isOver) return
    onChange({ seconds: whole })
    if ('vibrate' in navigator) navigator.vibrate(400)
  }, [isOver, onChange, whole])
  const behaviours = check.ask?.behaviours ?? [{ id: anyBehaviour, title: check.title }]
  if (draft.startedAt === undefined)
    return (
      <Button onPress={() => onChange({ startedAt: now(), tally: Object.fromEntries(behaviours.map(({ id }) => [id, 0])) })}>
        {t('inspections.answer.startWatch', { minutes: whole / 60 })}
      </Button>
    )
  const tally = draft.tally ?? {}
  const set = (id: string, count: number) => onChange({ tally: { ...tally, [id]: Math.max(0, count) } })
  return (
    <div className="stack-s">
      <p className="answer-clock" role="timer">
        {isRunning ? t('inspections.answer.left', { time: clockOf(Math.max(0, whole - seconds)) }) : t('inspections.answer.watched')}
      </p>
      <ul className="answer-tallies">
        {behaviours.map(({ id, title }) => (
          <li key={id} className="answer-tally">
            <button
              type="button"
              className="answer-tap"
              disabled={!isRunning || isOver}
              aria-label={t('inspections.answer.tap', { title: read(title), count: tally[id] ?? 0 })}
              onClick={() => set(id, (tally[id] ?? 0) + 1)}
            >
              <span className="number answer-count">{tally[id] ?? 0}</span>
              <span>{read(title)}</span>
            </button>
            <IconButton
              icon="minus"
              label={t('inspections.answer.oneLess', { title: read(title) })}
              isDisabled={(tally[id] ?? 0) === 0}
              onPress={() => set(id, (tally[id] ?? 0) - 1)}
            />
          </li>
        ))}
      </ul>
      <Button small kind="quiet" icon="undo" onPress={() => onChange({ startedAt: undefined, seconds: undefined, tally: undefined })}>
        {t('inspections.answer.watchAgain')}
      </Button>
    </div>
  )
}

const clockOf = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
