/** What a pack can be chosen for: streets, the rounds of whoever is signed in, and the sealed ones that stand in no list. */
import { useEffect, useState } from 'react'
import type { Text } from '../../base/text.ts'
import { ask } from './ask.ts'

/** An area or a round. */
export interface Choosable {
  readonly id: string
  /** Of an area. */
  readonly name?: Text
  /** Of a round. */
  readonly title?: Text
}

/** A list of the server, once it came; without a network there is nothing to choose. */
function useListed(path: string): readonly Choosable[] {
  const [rows, setRows] = useState<readonly Choosable[]>([])
  useEffect(() => {
    const read = async () => setRows((await ask<{ items: Choosable[] }>(path)).items)
    void read().catch(() => undefined)
  }, [path])
  return rows
}

/** The streets of the city. */
export const useStreets = () => useListed('/areas?level=street&limit=1000')
/** The rounds that somebody has to walk. */
export const useRounds = () => useListed('/my/rounds')

interface Sealing {
  readonly sealed: boolean
  readonly releasedAt: string | null
  readonly round: Choosable
}

/** Rounds whose sample is sealed: they stand in no list of rounds, and their assessor has them all the same. */
export function useSealed(): readonly Choosable[] {
  const samples = useListed('/samples?limit=100') as readonly unknown[] as readonly Sealing[]
  return samples.filter(({ sealed, releasedAt }) => sealed && releasedAt === null).map(({ round }) => round)
}
