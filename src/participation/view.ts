/**
 * What the public sees of a case: how it stands in plain words, never who reported it or what was noted inside. Words of
 * reporters lose numbers by which people can be found.
 */
import { z } from 'zod'
import { CaseId, EvidenceId } from '../base/ids.ts'
import { Place } from '../base/place.ts'
import { Text } from '../base/text.ts'
import { Instant } from '../base/time.ts'

/** 已收到 → 处理中 → 核查中 → 已办结; or not taken on, or gone on in another case. A person sees no more states than these. */
const publicStages = ['received', 'working', 'checking', 'done', 'refused', 'merged'] as const
export const PublicStage = z.enum(publicStages)
export type PublicStage = z.infer<typeof PublicStage>

/** A case as the public sees it. */
export const PublicCase = z.object({
  id: CaseId,
  no: z.string(),
  /** Code of its kind; null when it did not come from the public. */
  kind: z.string().nullable(),
  stage: PublicStage,
  text: z.string(),
  address: z.string(),
  place: Place.nullable(),
  unit: Text.nullable(),
  reportedAt: Instant,
  changedAt: Instant,
  dueAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  /** Only copies that somebody made who looked the photo through. */
  before: z.array(EvidenceId),
  after: z.array(EvidenceId),
  /** Where it was merged and is shown as it stands by now: the case that it goes on in. */
  goesOn: z.object({ id: CaseId, no: z.string() }).nullable(),
})
export type PublicCase = z.infer<typeof PublicCase>

/** What somebody of the city says in public about a case. */
export const PublicAnswer = z.object({ id: z.uuid(), caseId: CaseId, text: z.string(), at: Instant })
export type PublicAnswer = z.infer<typeof PublicAnswer>

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const traces = [
  /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /(?<!\d)\d{17}[\dXx](?![\dA-Za-z])/g,
  /(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)/g,
  /(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)/g,
  new RegExp(`[${provinces}][A-HJ-NP-Z][·・ ]?(?:[A-HJ-NP-Z0-9]{5,6})(?![A-Z0-9])`, 'g'),
]

/** A text without telephone and identity numbers, addresses of mail, and number plates. */
export const withoutTraces = (text: string): string => traces.reduce((rest, trace) => rest.replace(trace, '＊＊＊'), text)

const stages: Readonly<Record<string, PublicStage>> = {
  reported: 'received',
  dispatched: 'working',
  suspended: 'working',
  rectified: 'checking',
  closed: 'done',
}
const ends: Readonly<Record<string, PublicStage>> = { refused: 'refused', void: 'refused', merged: 'merged' }

/** How a case stands for the public, from its stage and how it ended. */
export const publicStage = ({ stage, outcome }: { stage: string; outcome: string | null }): PublicStage =>
  (stage === 'closed' ? ends[outcome ?? ''] : undefined) ?? stages[stage] ?? 'working'

/** True when nobody works on it any more. */
export const isOver = (stage: PublicStage): boolean => stage === 'done' || stage === 'refused' || stage === 'merged'
