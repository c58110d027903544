/**
 * A check looks at what is known of one photo in one use of it, and states what it finds as a fact with its figures. It accuses
 * nobody: a clock may be wrong, a photo may be sent again by mistake; a person decides what it means.
 */
import type { Camera } from '../evidence/camera/camera.ts'
import type { Place } from '../base/place.ts'

/** What the field device said of itself when it sent the photo; each part may be missing, position is nobody's duty. */
export interface Device {
  readonly device: string | null
  /** When it was taken, and when it was sent, both by the device's clock. */
  readonly deviceAt: string | null
  readonly sentAt: string | null
  readonly place: Place | null
  readonly accuracyM: number | null
  readonly mocked: boolean | null
}

/** Another photo that shows the same picture. */
export interface Same {
  readonly photo: string
  /** The same bytes, or nearly the same picture. */
  readonly exact: boolean
  /** In thousandths; 1000 for the same bytes. */
  readonly edges: number
  readonly turned: boolean
  readonly negative: boolean
  /** The share of the other picture that is seen, in per cent. */
  readonly shownPercent: number
  /** What the other one proves, and when that was seen. */
  readonly about: string
  readonly at: string
  readonly pointId: string | null
}

/** Where the same person was before or after. */
export interface Other {
  readonly about: string
  readonly at: string
  readonly place: Place
  readonly pointId: string
}

/** How photos from the same device, or of the same model, usually are in this city. */
export interface Habit {
  readonly photos: number
  /** Of them with a camera's block, with a time, with a position. */
  readonly block: number
  readonly time: number
  readonly place: number
}

/** All that is known. What is unknown is null or empty, and a check that needs it says nothing. */
export interface Known {
  readonly camera: Camera
  readonly device: Device
  /** When the server had the photo. */
  readonly addedAt: string | null
  readonly use: { readonly at: string; readonly place: Place | null } | null
  /** The city's zone in minutes; null where none is known (a folder of files). */
  readonly zoneMinutes: number | null
  readonly same: readonly Same[]
  readonly others: readonly Other[]
  readonly habits: { readonly device: Habit | null; readonly model: Habit | null }
}

/** What was found: why (key of `proof.fact.<check>.<reason>` in `locales/`), and the figures of the sentence. */
export interface Found {
  readonly reason: string
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}

/** One check. A change of what it finds is a new version, so that an old fact says which rule stated it. */
export interface Check {
  readonly id: string
  readonly version: number
  readonly find: (known: Known) => readonly Found[]
}
