/**
 * A photo that arrived whole by its pieces and whose picture no decoder opens: it proves nothing, and its sender was told that it
 * had arrived. Found after the answer, so it is a fact for a person to see.
 */
import type { Check, Known } from '../check.ts'

export const broken: Check = {
  id: 'broken',
  version: 1,
  find: ({ camera }: Known) => (camera.broken ? [{ reason: 'picture', details: {} }] : []),
}
