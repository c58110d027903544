/** What a place lies in and who answers there for a class, asked while somebody points or chooses. */
import { useQuery } from '@tanstack/react-query'
import type { Place } from '../../../base/place.ts'
import { WhereFacts } from './CaseWhere.tsx'
import { places } from './placeCalls.ts'

/** The answer; the one before stays until the next is there. */
export function PlaceFacts({ place: [lng, lat], type }: { place: Place; type: string }) {
  const { data } = usePlaceFound([lng, lat], type)
  return data ? <WhereFacts it={data} hasUnit /> : null
}

/** The answer itself. */
export const usePlaceFound = (place: Place | null, type: string) =>
  useQuery({
    ...places.findPlace.ask({ query: { lng: place?.[0] ?? 0, lat: place?.[1] ?? 0, ...(type === '' ? {} : { class: type }) } }),
    enabled: place !== null,
    placeholderData: (before) => before,
  })
