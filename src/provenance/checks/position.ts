/** Where the camera and the device say they were, against the place that the photo is to prove. */
import { metresBetween } from '../../city/metres.ts'
import type { Place } from '../../base/place.ts'
import type { Check, Found, Known } from '../check.ts'

/** A point stands for a market or a stretch of road, not for a spot; a camera that writes no accuracy is given this much. */
const pointM = 300
const cameraM = 100
const apartM = 1000
/** A zone wanders from the sun by two or three hours, not by more. */
const zoneHours = 4

const cameraPlace = ({ camera: { lng, lat } }: Known): Place | null => (lng === null || lat === null ? null : [lng, lat])

/** Positions that are none. */
function written({ camera, device }: Known): Found[] {
  const list: Found[] = []
  if (camera.gps === 'zero' || camera.gps === 'empty') list.push({ reason: camera.gps, details: {} })
  if (device.mocked === true) list.push({ reason: 'mocked', details: {} })
  return list
}

/** A camera whose clock is set to one side of the world and whose position lies on the other. */
function againstZone(known: Known): Found[] {
  const place = cameraPlace(known)
  const { zoneMinutes } = known.camera
  if (place === null || zoneMinutes === null) return []
  const hours = Math.abs(place[0] / 15 - zoneMinutes / 60)
  return Math.min(hours, 24 - hours) > zoneHours
    ? [{ reason: 'otherZone', details: { lng: Math.round(place[0] * 100) / 100, zoneHours: zoneMinutes / 60 } }]
    : []
}

function againstPoint(known: Known): Found[] {
  const at = known.use?.place ?? null
  if (at === null) return []
  const { place, accuracyM } = known.device
  const camera = cameraPlace(known)
  return [...farFrom(at, camera, { by: 'camera', slackM: cameraM }), ...farFrom(at, place, { by: 'device', slackM: accuracyM ?? cameraM })]
}

function farFrom(at: Place, place: Place | null, { by, slackM }: { by: 'camera' | 'device'; slackM: number }): Found[] {
  if (place === null) return []
  const metres = Math.round(metresBetween(at, place))
  return metres > pointM + slackM ? [{ reason: `${by}Far`, details: { metres, accuracyM: Math.round(slackM) } }] : []
}

function againstEachOther(known: Known): Found[] {
  const camera = cameraPlace(known)
  const { place } = known.device
  if (camera === null || place === null) return []
  const metres = Math.round(metresBetween(camera, place))
  return metres > apartM ? [{ reason: 'apart', details: { metres } }] : []
}

export const position: Check = {
  id: 'position',
  version: 1,
  find: (known) => [...written(known), ...againstZone(known), ...againstPoint(known), ...againstEachOther(known)],
}
