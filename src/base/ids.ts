/**
 * Ids are UUIDv7, made by whoever creates the thing (phone included), so that sending twice is harmless.
 * The tenant is a small integer that leads every key.
 */
import { z } from 'zod'

/** The tenant: one city, district, county or province in this installation. */
export const CityId = z.int().positive().brand<'CityId'>()
export type CityId = z.infer<typeof CityId>

const id = <Name extends string>(_name: Name) => z.uuid().brand<Name>()

export const EventId = id('EventId')
export type EventId = z.infer<typeof EventId>
export const AreaId = id('AreaId')
export type AreaId = z.infer<typeof AreaId>
export const GridId = id('GridId')
export type GridId = z.infer<typeof GridId>
export const UnitId = id('UnitId')
export type UnitId = z.infer<typeof UnitId>
export const PersonId = id('PersonId')
export type PersonId = z.infer<typeof PersonId>
export const PostId = id('PostId')
export type PostId = z.infer<typeof PostId>
export const AccountId = id('AccountId')
export type AccountId = z.infer<typeof AccountId>
export const PointId = id('PointId')
export type PointId = z.infer<typeof PointId>
export const EditionId = id('EditionId')
export type EditionId = z.infer<typeof EditionId>
export const EvidenceId = id('EvidenceId')
export type EvidenceId = z.infer<typeof EvidenceId>
export const DutyId = id('DutyId')
export type DutyId = z.infer<typeof DutyId>
export const RoundId = id('RoundId')
export type RoundId = z.infer<typeof RoundId>
export const VisitId = id('VisitId')
export type VisitId = z.infer<typeof VisitId>
export const ObservationId = id('ObservationId')
export type ObservationId = z.infer<typeof ObservationId>
export const CaseId = id('CaseId')
export type CaseId = z.infer<typeof CaseId>
export const ScoreId = id('ScoreId')
export type ScoreId = z.infer<typeof ScoreId>
export const ImportId = id('ImportId')
export type ImportId = z.infer<typeof ImportId>
