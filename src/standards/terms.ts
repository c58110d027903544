/** The small words of an edition, which every list speaks in: apart from the whole edition, so that a first page carries only them. */
import { z } from 'zod'
import { Thousandths } from '../base/points.ts'
import { Text } from '../base/text.ts'

/** A short code, unique in its list within the edition: letters, digits, dot, dash. */
export const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.\-_]{0,63}$/)
export type Code = z.infer<typeof Code>

/** Where a text or number comes from. */
export const Provenance = z.enum(['sourced', 'reconstructed', 'illustrative', 'own'])
export type Provenance = z.infer<typeof Provenance>

/** How a criterion is measured (测评方法). */
export const methods = ['materials', 'onsite', 'survey', 'statistics', 'observation', 'opinion'] as const
export const Method = z.enum(methods)
export type Method = z.infer<typeof Method>

/** One answer of a scale; `factor` in thousandths, null = not applicable or no answer (out of numerator and denominator). */
export const Grade = z.object({ code: z.string().min(1).max(8), title: Text, factor: Thousandths.nullable() })
export type Grade = z.infer<typeof Grade>

/** One kind of proof asked for by a materials review (佐证材料要求). */
export const EvidenceNeed = z.object({
  kind: z.enum(['document', 'explanation', 'photo', 'data', 'link', 'video']),
  title: Text,
  min: z.int().min(0).default(1),
  max: z.int().min(1).default(10),
  maxChars: z.int().optional(),
  provenance: Provenance.default('own'),
})
export type EvidenceNeed = z.infer<typeof EvidenceNeed>

/** Which kinds of subject an edition may assess. */
export const SubjectKind = z.enum([
  'province',
  'provincialCapital',
  'prefectureCity',
  'countyCity',
  'county',
  'municipalDistrict',
  'district',
  'street',
  'community',
  'town',
  'village',
  'unit',
  'campus',
  'family',
  'courtyard',
  'window',
])
export type SubjectKind = z.infer<typeof SubjectKind>
