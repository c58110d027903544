/** A point as the lists of every room show it: code, name, kind of place, street. */
import { z } from 'zod'
import { AreaId, PointId } from '../base/ids.ts'
import { Text } from '../base/text.ts'

export const PointHead = z.object({
  id: PointId,
  code: z.string(),
  type: z.string(),
  title: Text,
  street: z.object({ id: AreaId, title: Text }).nullable(),
})
export type PointHead = z.infer<typeof PointHead>
