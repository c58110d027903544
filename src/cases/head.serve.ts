/** The head of a case that was opened a moment ago: what a list shows of it, from what is at hand and without reading it again. */
import type { EvidenceId } from '../base/ids.ts'
import type { Case } from './case.ts'
import type { CaseHead } from './cases.api.ts'
import { toHead } from './cases.sql.ts'
import type { Procedures } from './procedure/procedures.sql.ts'

/** The head of a case that lies at no point of the register, from the case itself and names that are known. */
export function headOf(
  it: Case,
  names: ReadonlyMap<string, { zh: string; en: string }>,
  photos: readonly EvidenceId[],
  at: string,
  procedures: Procedures,
): CaseHead {
  const [street, unit] = [names.get(it.streetId ?? ''), names.get(it.unitId ?? '')]
  return toHead(
    at,
    procedures,
  )({
    ...it,
    lng: it.place?.[0] ?? null,
    lat: it.place?.[1] ?? null,
    ...noPoint,
    ownStreetId: it.streetId,
    streetZh2: street?.zh ?? null,
    streetEn2: street?.en ?? null,
    unitZh: unit?.zh ?? null,
    unitEn: unit?.en ?? null,
    reporterName: names.get(it.reportedBy ?? '')?.zh ?? null,
    rectifierName: names.get(it.rectifiedBy ?? '')?.zh ?? null,
    photo: photos.toSorted()[0] ?? null,
  })
}

const noPoint = {
  pointId: null,
  pointCode: null,
  pointType: null,
  pointZh: null,
  pointEn: null,
  streetId: null,
  streetZh: null,
  streetEn: null,
}
