/**
 * Three clocks side by side: the camera's, the satellites', the server's. Cameras write local time, often without a zone: held
 * against the satellites' clock the difference must then be a zone that exists.
 */
import type { Check, Found, Known } from '../check.ts'

const minute = 60_000
/** What a camera's clock may be off, and what a slow fix of the satellites may be behind. */
const slackMinutes = 10
/** Zones lie at quarters of an hour, from 12 hours west to 14 hours east. */
const zones = { step: 15, west: -720, east: 840 } as const

const msOf = (reading: string) => Date.parse(`${reading}Z`)
const minutesBetween = (a: number, b: number) => Math.round((a - b) / minute)

/** The camera against the satellites. */
function againstGps({ camera, zoneMinutes: city }: Known): Found[] {
  if (camera.gpsClock === 'zero') return [{ reason: 'gpsZero', details: {} }]
  if (camera.gpsAt === null || camera.takenAt === null) return []
  const ahead = minutesBetween(msOf(camera.takenAt), Date.parse(camera.gpsAt))
  const zone = camera.zoneMinutes ?? nearestZone(ahead)
  const off = ahead - zone
  if (Math.abs(off) > slackMinutes) return [{ reason: 'cameraGps', details: { minutes: off, taken: camera.takenAt, gpsAt: camera.gpsAt } }]
  return city !== null && zone !== city ? [{ reason: 'zone', details: { hours: zone / 60, cityHours: city / 60 } }] : []
}

const nearestZone = (ahead: number) => Math.max(zones.west, Math.min(zones.east, Math.round(ahead / zones.step) * zones.step))

const laterSlackMinutes = 10
const apartSlackMinutes = 120

/** The camera against the server and against the use: the photo can be older than a visit, not younger than its arrival. */
function againstServer({ camera, addedAt, use, zoneMinutes }: Known): Found[] {
  const zone = camera.zoneMinutes ?? zoneMinutes
  if (camera.takenAt === null || zone === null) return []
  const taken = msOf(camera.takenAt) - zone * minute
  const takenAt = new Date(taken).toISOString()
  if (addedAt !== null && minutesBetween(taken, Date.parse(addedAt)) > laterSlackMinutes)
    return [{ reason: 'afterArrival', details: { minutes: minutesBetween(taken, Date.parse(addedAt)), takenAt, addedAt } }]
  if (use === null) return []
  const apart = minutesBetween(taken, Date.parse(use.at))
  return Math.abs(apart) > apartSlackMinutes ? [{ reason: 'notThen', details: { minutes: apart, takenAt, usedAt: use.at } }] : []
}

const deviceSlackMinutes = 1

/** The device against the server. A phone that was offline sends late, but it sends by its clock of that moment. */
function ofDevice({ device, addedAt }: Known): Found[] {
  if (device.sentAt === null || addedAt === null) return []
  const minutes = minutesBetween(Date.parse(device.sentAt), Date.parse(addedAt))
  return Math.abs(minutes) > deviceSlackMinutes ? [{ reason: 'device', details: { minutes } }] : []
}

export const clocks: Check = {
  id: 'clocks',
  version: 1,
  find: (known) => [...againstGps(known), ...againstServer(known), ...ofDevice(known)],
}
