/** Drawn places on the map of the city: shown, or drawn corner by corner. */
import { useQuery } from '@tanstack/react-query'
import type { Place } from '../../../base/place.ts'
import { boxOf, ringsOf, type Shape } from '../../../city/geometry.ts'
import { mapApi } from '../../../city/map.api.ts'
import { MapView } from '../../../ui/MapView.tsx'
import { calls } from '../../call.ts'

const maps = calls('map', mapApi)
const zero = { z: 0, x: 0, y: 0 }
const template = (href: string) => href.replace('/0/0/0', '/{z}/{x}/{y}')

interface ShapeMapProps {
  readonly label: string
  readonly shapes: readonly Shape[]
  /** Corners of the shape that is being drawn. */
  readonly corners?: readonly Place[]
  readonly onCorner?: (place: Place) => void
}

const none: readonly Place[] = []

/** The map; it looks at the shapes, or at the city while there are none. */
export function ShapeMap({ label, shapes, corners = none, onCorner }: ShapeMapProps) {
  const { data: city } = useQuery({ ...maps.getMap.ask({}), staleTime: 600_000 })
  if (!city) return null
  const drawn = corners.length > 2 ? [...corners, corners[0]!] : corners
  return (
    <MapView
      label={label}
      box={shapes.length > 0 ? around(shapes) : city.box}
      attribution={city.attribution}
      heightRem={20}
      tiles={{
        base: template(maps.baseTile.href({ params: zero, query: { v: city.version } })),
        areas: template(maps.areaTile.href({ params: zero, query: { v: city.version } })),
      }}
      walks={[
        ...shapes.flatMap(ringsOf).map((line) => ({ line, stops: [] })),
        { line: drawn, stops: corners.map((place) => ({ place, done: false })) },
      ]}
      {...(onCorner ? { onPlace: onCorner } : {})}
    />
  )
}

/** All of the shapes with some of the streets around them. */
function around(shapes: readonly Shape[]): [number, number, number, number] {
  const boxes = shapes.map(boxOf)
  const [west, south, east, north] = [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ]
  const [wide, high] = [Math.max(east - west, 0.004), Math.max(north - south, 0.003)]
  return [west - wide, south - high, east + wide, north + high]
}
