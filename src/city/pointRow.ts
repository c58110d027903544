/** A point as the register keeps it: WGS-84, with its cell and the areas it lies in. */
import { z } from 'zod'
import { AreaId, GridId, PointId, UnitId } from '../base/ids.ts'
import { Day } from '../base/time.ts'

/** A point as it is stored. */
export const PointRow = z.object({
  id: PointId,
  code: z.string(),
  type: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  address: z.string(),
  lng: z.number(),
  lat: z.number(),
  cell: z.int(),
  districtId: AreaId.nullable(),
  streetId: AreaId.nullable(),
  communityId: AreaId.nullable(),
  gridId: GridId.nullable(),
  unitId: UnitId.nullable(),
  retiredOn: Day.nullable(),
  version: z.int(),
})
export type PointRow = z.infer<typeof PointRow>
