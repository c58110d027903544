/**
 * Compliance mode as one table: what the rules on relieving the grassroots forbid, one restriction a row, all in force from
 * the first start. A restriction that is kept by absence (the program has no such function) cannot be switched off; one that
 * is kept by a check can, on a legal basis with an approval number, and that is recorded.
 * Sentences: `compliance.policy.<id>`, what it forbids and how it is kept `compliance.keeps.<id>`, sources `compliance.source.<source>`.
 */
import { z } from 'zod'

/** Where a restriction is written. Source: domain survey of the field, 7.2; clause numbers are left out where no official text was at hand. */
export const policySources = ['apps2026', 'fingertips2023', 'relief2024', 'letters2019', 'pipl'] as const
export type PolicySource = (typeof policySources)[number]

/** One restriction: where it is written, and how the program keeps it. */
export interface Policy {
  readonly sources: readonly PolicySource[]
  /** `absence`: there is no such function, and a test of the walls keeps it so. `check`: the program refuses or warns. */
  readonly kept: 'absence' | 'check'
}

/** Every restriction, in the order in which it is read out. */
export const policies = {
  noCheckIn: { sources: ['apps2026', 'fingertips2023'], kept: 'absence' },
  noPersonRanking: { sources: ['apps2026', 'fingertips2023'], kept: 'absence' },
  noOnlineTime: { sources: ['apps2026', 'fingertips2023'], kept: 'absence' },
  noTracks: { sources: ['apps2026', 'pipl'], kept: 'absence' },
  noPromotion: { sources: ['apps2026', 'fingertips2023'], kept: 'absence' },
  noBelowCounty: { sources: ['apps2026'], kept: 'absence' },
  noRemoteInspection: { sources: ['apps2026', 'fingertips2023'], kept: 'absence' },
  noProfit: { sources: ['apps2026'], kept: 'absence' },
  complaintEntry: { sources: ['apps2026'], kept: 'absence' },
  photosOptional: { sources: ['apps2026', 'relief2024'], kept: 'check' },
  letterBasis: { sources: ['letters2019', 'relief2024'], kept: 'check' },
  askOnce: { sources: ['apps2026', 'relief2024'], kept: 'check' },
  burdenBudget: { sources: ['relief2024', 'fingertips2023'], kept: 'check' },
  limits: { sources: ['relief2024'], kept: 'check' },
} as const satisfies Record<string, Policy>

/** The ids of the table, in its order. */
export const policyIds = Object.keys(policies) as [PolicyId, ...PolicyId[]]
export const PolicyId = z.enum(Object.keys(policies) as [keyof typeof policies, ...(keyof typeof policies)[]])
export type PolicyId = keyof typeof policies

/** True for a restriction that may be switched off with basis and approval. */
export const isSwitchable = (id: PolicyId): boolean => policies[id].kept === 'check'
