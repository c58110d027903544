/** The calls of rounds, and the map of the city that their pages draw on. */
import { useQuery } from '@tanstack/react-query'
import { mapApi } from '../../../city/map.api.ts'
import { roundsApi } from '../../../inspections/rounds.api.ts'
import type { MapTiles } from '../../../ui/MapView.tsx'
import { calls } from '../../call.ts'

export const rounds = calls('rounds', roundsApi)
const maps = calls('map', mapApi)

/** `/0/0/0` of an address as the place holder of tiles. */
export const template = (href: string) => href.replace('/0/0/0', '/{z}/{x}/{y}')
export const zero = { z: 0, x: 0, y: 0 }

/** Box, source and tiles of the city, once they are known. */
export function useCityMap() {
  const { data } = useQuery({ ...maps.getMap.ask({}), staleTime: 600_000 })
  if (!data) return undefined
  const tiles: MapTiles = {
    base: template(maps.baseTile.href({ params: zero, query: { v: data.version } })),
    areas: template(maps.areaTile.href({ params: zero, query: { v: data.version } })),
  }
  return { box: data.box, attribution: data.attribution, tiles }
}
