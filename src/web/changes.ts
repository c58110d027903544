/**
 * Keeps open pages fresh: one stream of what happened in the city; each event asks anew for what its room shows, at most
 * every few seconds, and only what is on the page. A hidden tab does not listen; it catches up when it is looked at again.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Which rooms' answers may change when a thing of this kind changes: the word before the dot of the event. */
const touched: Readonly<Record<string, readonly string[]>> = {
  case: ['cases', 'assessments'],
  owner: ['cases'],
  whistle: ['whistles'],
  whistlekinds: ['whistles'],
  visit: ['inspections', 'assessments'],
  observation: ['inspections', 'assessments'],
  survey: ['inspections', 'assessments'],
  duty: ['duties'],
  point: ['points', 'map', 'city'],
  edition: ['standards', 'duties', 'assessments', 'carries'],
  carry: ['carries', 'duties', 'assessments'],
  score: ['assessments'],
  import: ['imports', 'points', 'duties', 'inspections', 'standards'],
}

/** A score over a year is dear to ask for: it waits longer. */
const patience = (room: string) => (room === 'assessments' ? 15_000 : 2000)

/** Collects what was touched and asks anew, each room at most once per its patience. */
export function makeRefresher(queries: Pick<QueryClient, 'invalidateQueries'>) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  return {
    hear(kind: string) {
      const rooms = touched[kind.split('.')[0] ?? ''] ?? []
      for (const room of rooms) {
        if (timers.has(room)) continue
        const ask = () => {
          timers.delete(room)
          void queries.invalidateQueries({ queryKey: [room] })
        }
        timers.set(room, setTimeout(ask, patience(room)))
      }
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}

/** Listens while the page is looked at. Once, in the shell. */
export function useChanges(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const refresher = makeRefresher(queries)
    let stream: EventSource | undefined
    let last = ''
    const listen = () => {
      if (document.hidden) {
        stream?.close()
        stream = undefined
      } else if (!stream) {
        stream = new EventSource(last === '' ? '/api/changes' : `/api/changes?after=${last}`)
        stream.addEventListener('now', ({ lastEventId }) => void (last = lastEventId))
        stream.addEventListener('change', ({ data, lastEventId }: MessageEvent<string>) => {
          last = lastEventId
          refresher.hear((JSON.parse(data) as { kind: string }).kind)
        })
        stream.addEventListener('stale', ({ lastEventId }) => {
          last = lastEventId
          void queries.invalidateQueries()
        })
      }
    }
    listen()
    document.addEventListener('visibilitychange', listen)
    return () => {
      document.removeEventListener('visibilitychange', listen)
      stream?.close()
      refresher.stop()
    }
  }, [queries])
}
