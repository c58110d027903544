/**
 * What the standard asks for at a desk: the lines of a review sheet, the proofs that are short, and answers looked up in its
 * scales. Apart from the shapes, so that a page with one figure of a review need not carry an edition and its checks.
 */
import type { ObservationId } from '../base/ids.ts'
import type { Fault } from '../base/problem.ts'
import { type Branch, type Criterion, criteriaOf, type Edition, type Way } from '../standards/edition.ts'
import type { EvidenceNeed } from '../standards/terms.ts'
import type { NewSurvey, ReviewDocument, ReviewLine, ReviewMethod } from './desk.ts'
import { factOfWay } from './observation.ts'

/** Lines of a review sheet in reading order, before anything is graded. */
export function reviewLines(edition: Edition, method: ReviewMethod): Omit<ReviewLine, 'current'>[] {
  return criteriaOf(edition.tree).flatMap(({ criterion, path }) =>
    criterion.ways.filter((way) => way.method === method).map((way) => lineOf(edition, { criterion, path, way, method })),
  )
}

function lineOf(
  edition: Edition,
  { criterion, path, way, method }: { criterion: Criterion; path: readonly Branch[]; way: Way; method: ReviewMethod },
): Omit<ReviewLine, 'current'> {
  return {
    criterion: criterion.id,
    no: criterion.no ?? null,
    title: criterion.title,
    path: path.map(({ title }) => title),
    method,
    fact: factOfWay(edition, criterion.id, method),
    points: way.points,
    grades: edition.scales.find(({ id }) => id === way.scale)?.grades ?? [],
    needs: way.evidence,
    unit: edition.statistics.find(({ id }) => id === way.statistic)?.unit ?? null,
  }
}

/** Which asked proofs are short, and by how many pieces. Documents without a need count for none. */
export function missingNeeds(needs: readonly EvidenceNeed[], documents: readonly ReviewDocument[]): { need: number; short: number }[] {
  return needs.flatMap(({ min }, need) => {
    const short = min - documents.filter((document) => document.need === need).length
    return short > 0 ? [{ need, short }] : []
  })
}

/** What is wrong with the documents of a review: a need that is not asked, or more pieces than allowed. */
export function faultsOfDocuments(needs: readonly EvidenceNeed[], documents: readonly ReviewDocument[]): Fault[] {
  const unknown = documents.flatMap(({ need }, index) =>
    need === undefined || need < needs.length ? [] : [{ at: `documents.${index}.need`, says: 'fault.noSuchNeed' }],
  )
  const tooMany = needs.flatMap(({ max }, need) =>
    documents.filter((document) => document.need === need).length > max
      ? [{ at: 'documents', says: 'fault.tooManyDocuments', details: { need: need + 1, max } }]
      : [],
  )
  return [...unknown, ...tooMany]
}

/** A count with the factor of its answer. */
export interface CountedAnswer {
  readonly id: ObservationId
  readonly question: string
  readonly grade: string
  readonly factor: number | null
  readonly times: number
}

/** Looks every answer up in the standard's scales, or says by row what is wrong. */
export function countAnswers(edition: Edition, survey: NewSurvey): { counted: CountedAnswer[]; faults: Fault[] } {
  const faults: Fault[] = []
  if (survey.answered + survey.refused > survey.contacted) faults.push({ at: 'contacted', says: 'fault.contactedTooFew' })
  if (survey.fromOn > survey.toOn) faults.push({ at: 'toOn', says: 'fault.endsBeforeStart' })
  const perQuestion = new Map<string, number>()
  const seen = new Set<string>()
  const counted = survey.counts.flatMap((count, index) => {
    const at = `counts.${index}`
    const question = edition.questions.find(({ id }) => id === count.question)
    const grade = edition.scales.find(({ id }) => id === question?.scale)?.grades.find(({ code }) => code === count.grade)
    const key = `${count.question} ${count.grade}`
    if (!question) faults.push({ at: `${at}.question`, says: 'fault.noSuchQuestion', details: { question: count.question } })
    else if (!grade)
      faults.push({ at: `${at}.grade`, says: 'fault.noSuchAnswer', details: { question: count.question, grade: count.grade } })
    else if (seen.has(key)) faults.push({ at, says: 'fault.answerTwice', details: { question: count.question, grade: count.grade } })
    seen.add(key)
    perQuestion.set(count.question, (perQuestion.get(count.question) ?? 0) + count.times)
    return grade ? [{ ...count, factor: grade.factor }] : []
  })
  for (const [question, times] of perQuestion)
    if (times > survey.answered)
      faults.push({ at: 'counts', says: 'fault.moreAnswersThanPeople', details: { question, times, answered: survey.answered } })
  return { counted, faults }
}
