/**
 * Traces of a program in a file: it names itself, it left the camera's small picture of something else, or it wrote entries as no
 * camera does. Cropping or brightening is no wrong; a photo that was not only taken is worth a look.
 */
import type { Check, Found, Known } from '../check.ts'

/** Programs whose business is to change pictures, as they name themselves. Tools that only copy from a camera are none. */
const editors =
  /photoshop|lightroom|\bgimp\b|snapseed|picsart|paint\.net|paint shop|pixelmator|affinity|canva\b|facetune|remini|vsco|meitu|美图|xingtu|醒图|polarr|photodirector|photoscape|acdsee|irfanview|xnview|imagemagick|adobe bridge|capture one|luminar|darktable|rawtherapee|photopea|pixlr|fotor|faceapp|photo editor/i

/** In thousandths; genuine ones were never below 890 (docs/evidence.md). */
const thumbnailAlike = 600

export const edited: Check = {
  id: 'edited',
  version: 1,
  find: ({ camera }: Known) => {
    const found: Found[] = []
    const program = [camera.software, camera.tool].find((name) => name !== null && editors.test(name))
    if (program) found.push({ reason: 'program', details: { program } })
    if (camera.thumbnail !== null && camera.thumbnail < thumbnailAlike)
      found.push({ reason: 'thumbnail', details: { alikePercent: Math.max(0, Math.round(camera.thumbnail / 10)) } })
    if (camera.strange.length > 0) found.push({ reason: 'structure', details: { entries: camera.strange.join(', ') } })
    // No maker's name is a number.
    if (camera.make !== null && !/\p{L}/u.test(camera.make)) found.push({ reason: 'maker', details: { make: camera.make } })
    return found
  },
}
