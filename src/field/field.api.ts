/** Calls that fill a phone for a day without a network: how much it will be, the pack itself, and the map under it. */
import { z } from 'zod'
import { contract } from '../api/contract.ts'
import { AreaId, RoundId } from '../base/ids.ts'
import { Pack, PackMap, PackSize } from './pack.ts'

/** What a pack is for. Without a round: every point of the area that is in use. */
export const PackFor = z.object({
  /** An area of any level; without, the area of the post, else the whole city. */
  area: AreaId.optional(),
  round: RoundId.optional(),
})
export type PackFor = z.infer<typeof PackFor>

export const fieldApi = contract({
  /** Asked before the download, so that nobody pays for more than they wanted. */
  getPackSize: {
    method: 'GET',
    path: '/field/pack/size',
    may: 'inspections.record',
    says: 'field.size',
    query: PackFor,
    returns: PackSize,
  },
  /** Answers with a tag: a second download of what has not changed is a few bytes. */
  getPack: { method: 'GET', path: '/field/pack', may: 'inspections.record', says: 'field.pack', query: PackFor, returns: Pack },
  /** Vector tiles of our own map around the points, for drawing without a network. */
  getPackMap: {
    method: 'GET',
    path: '/field/map',
    may: 'inspections.record',
    says: 'field.map',
    query: z.object({
      /** west,south,east,north in WGS-84 degrees. */
      box: z.string().regex(/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/),
    }),
    returns: PackMap,
  },
})
