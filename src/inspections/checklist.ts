/**
 * What to look at when standing at a point: the union of all editions in force, each fact once, with every standard it
 * also serves. So a city that runs three campaigns asks its inspectors once.
 */
import { z } from 'zod'
import { type EditionId } from '../base/ids.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'
import { Ask } from '../standards/checks/index.ts'
import { Check, criteriaOf, type Edition, factOf, Guide, Threshold } from '../standards/edition.ts'
import { Grade } from '../standards/terms.ts'
import { ExemptHere } from './exemption.ts'
import { Serves } from './observation.ts'

/** One line of a checklist. Title, scale and threshold are those of the newest edition that asks the fact. */
export const ChecklistItem = z.object({
  fact: z.string(),
  title: Text,
  kind: Check.shape.kind,
  grades: z.array(Grade),
  threshold: Threshold.optional(),
  severity: z.int(),
  photo: z.enum(['none', 'optional', 'required']),
  exemption: Text.optional(),
  remedy: Text.optional(),
  caseClass: z.string().optional(),
  /** What the kind of check needs to know, and how to look. */
  ask: Ask.optional(),
  guide: Guide.optional(),
  serves: z.array(Serves),
  /** Rules of the place under which a fault here is none, with their hours: the device knows when they hold. */
  exempt: z.array(ExemptHere).optional(),
  /** What was found here last time. */
  last: z.object({ grade: z.string().nullable(), factor: z.int().nullable(), observedAt: Instant }).optional(),
})
export type ChecklistItem = z.infer<typeof ChecklistItem>

/** An edition in force with its id. */
export interface InForce {
  readonly id: EditionId
  readonly content: Edition
}

/** The checklist of a kind of place, from editions in force, newest first. */
export function checklistFor(editions: readonly InForce[], pointType: string): ChecklistItem[] {
  const items = new Map<string, ChecklistItem>()
  for (const edition of editions) {
    const type = edition.content.pointTypes.find(({ id }) => id === pointType)
    for (const code of type?.checks ?? []) addCheck(items, edition, code, pointType)
  }
  return [...items.values()]
}

/** Every fact that any edition in force checks anywhere; for findings outside the list of a place. */
export function allChecks(editions: readonly InForce[]): Map<string, ChecklistItem> {
  const items = new Map<string, ChecklistItem>()
  for (const edition of editions) for (const { id } of edition.content.checks) addCheck(items, edition, id, undefined)
  return items
}

function addCheck(items: Map<string, ChecklistItem>, edition: InForce, code: string, pointType: string | undefined): void {
  const check = edition.content.checks.find(({ id }) => id === code)
  const scale = edition.content.scales.find(({ id }) => id === check?.scale)
  if (!check || !scale) return
  const fact = factOf(check)
  const serves = servesOf(edition, code, pointType)
  const known = items.get(fact)
  if (known) known.serves.push(serves)
  else items.set(fact, { ...itemOf(check), fact, grades: scale.grades, serves: [serves] })
}

const itemOf = ({ title, kind, threshold, severity, photo, exemption, remedy, caseClass, ask, guide }: Check) => ({
  title,
  kind,
  severity,
  photo,
  ...(threshold === undefined ? {} : { threshold }),
  ...(exemption === undefined ? {} : { exemption }),
  ...(remedy === undefined ? {} : { remedy }),
  ...(caseClass === undefined ? {} : { caseClass }),
  ...(ask === undefined ? {} : { ask }),
  ...(guide === undefined ? {} : { guide }),
})

/** The numbered standards of an edition that read this check at this kind of place. */
function servesOf({ id, content }: InForce, code: string, pointType: string | undefined): Serves {
  const criteria = criteriaOf(content.tree)
    .map(({ criterion }) => criterion)
    .filter(({ ways }) =>
      ways.some(
        (way) =>
          way.checks.includes(code) && (pointType === undefined || way.pointTypes.length === 0 || way.pointTypes.includes(pointType)),
      ),
    )
  return {
    editionId: id,
    standard: content.standard,
    edition: content.edition,
    title: content.title,
    criteria: criteria.map((criterion) => ({ id: criterion.id, title: criterion.title })),
  }
}
