/** Good and bad examples beside a check, from the device: they came with the pack and are found by their hash. */
import { useEffect, useState } from 'react'
import type { PackCheck } from '../../field/pack.ts'
import { picturesOf } from '../../field/pictures.ts'
import { CheckGuide } from '../checks/CheckGuide.tsx'
import { database } from './keep.ts'

/** Addresses of pictures by their hash; they last as long as the page, and a picture has one however often it is shown. */
const addresses = new Map<string, string>()

async function addressOf(sha256: string): Promise<readonly [string, string] | undefined> {
  if (!addresses.has(sha256)) {
    const picture = await (await database()).get('pictures', sha256)
    if (picture) addresses.set(sha256, URL.createObjectURL(picture))
  }
  const address = addresses.get(sha256)
  return address === undefined ? undefined : [sha256, address]
}

/** The pictures that the device has of a guide; nothing where it has none. */
export function GuidePictures({ check }: { check: PackCheck }) {
  const [held, setHeld] = useState<ReadonlyMap<string, string>>(new Map())
  useEffect(() => {
    let isGone = false
    const read = async () => {
      const found = await Promise.all(picturesOf([check]).map(({ sha256 }) => addressOf(sha256)))
      if (!isGone) setHeld(new Map(found.filter((pair) => pair !== undefined)))
    }
    void read()
    return () => {
      isGone = true
    }
  }, [check])
  const { text: _words, ...pictures } = check.guide ?? {}
  // The words stand above already, unfolded.
  return held.size === 0 ? null : <CheckGuide guide={pictures} pictureOf={({ sha256 }) => held.get(sha256)} />
}
