/** Review sheets, questionnaires and statistics as Excel workbooks of the lists on the screen. */
import type { Say } from '../api/problems.serve.ts'
import { type Language, read, type Text } from '../base/text.ts'
import { type BookColumn, cityTime, inPoints } from '../sheets/listBook.serve.ts'
import type { ReviewLine, StatisticLine, SurveyHead } from './desk.ts'

const words = (title: Text | null | undefined, language: Language) => (title === null || title === undefined ? '' : read(title, language))

/** The columns of a review sheet. */
export function reviewColumns(say: Say, language: Language): BookColumn<ReviewLine>[] {
  const gradeOf = ({ current, grades }: ReviewLine) => words(grades.find(({ code }) => code === current?.grade)?.title, language)
  const short = ({ current, needs }: ReviewLine) =>
    current === null || needs.length === 0
      ? ''
      : current.missing.map(({ need, short: pieces }) => `${words(needs[need]?.title, language)} ${pieces}`).join('\n')
  return [
    { head: say(language, 'standards.code'), width: 18, cell: (it) => it.criterion },
    { head: say(language, 'duties.criterion'), width: 44, cell: (it) => read(it.title, language) },
    { head: say(language, 'reviews.points'), width: 10, cell: (it) => inPoints(it.points) },
    { head: say(language, 'reviews.grade'), width: 10, cell: (it) => it.current?.grade ?? '' },
    { head: say(language, 'inspections.column.gradeName'), cell: gradeOf },
    { head: say(language, 'inspections.column.value'), width: 12, cell: (it) => it.current?.value ?? '' },
    { head: say(language, 'reviews.missingProof'), width: 36, cell: short },
    { head: say(language, 'reviews.note'), width: 36, cell: (it) => it.current?.note ?? '' },
    { head: say(language, 'reviews.by'), cell: (it) => it.current?.by?.name ?? '' },
    { head: say(language, 'reviews.at'), width: 17, cell: (it) => cityTime(it.current?.observedAt ?? null) },
  ]
}

/** The columns of the questionnaires handed over. */
export const surveyColumns = (say: Say, language: Language): BookColumn<SurveyHead>[] => [
  { head: say(language, 'surveys.team'), width: 28, cell: (it) => it.team },
  { head: say(language, 'surveys.approval'), width: 20, cell: (it) => it.approvalNo },
  { head: say(language, 'surveys.population'), cell: (it) => it.population },
  { head: say(language, 'duties.area'), width: 20, cell: (it) => words(it.area?.title, language) },
  { head: say(language, 'inspections.column.round'), width: 24, cell: (it) => words(it.round?.title, language) },
  { head: say(language, 'scores.from'), width: 12, cell: (it) => it.fromOn },
  { head: say(language, 'scores.to'), width: 12, cell: (it) => it.toOn },
  { head: say(language, 'surveys.contacted'), width: 10, cell: (it) => it.contacted },
  { head: say(language, 'surveys.answered'), width: 10, cell: (it) => it.answered },
  { head: say(language, 'surveys.refused'), width: 10, cell: (it) => it.refused },
  { head: say(language, 'surveys.questions'), width: 8, cell: (it) => it.questions },
  { head: say(language, 'surveys.handed'), width: 17, cell: (it) => cityTime(it.handedAt) },
  { head: say(language, 'inspections.note'), width: 36, cell: (it) => it.note },
]

/** The columns of statistics, with the value of the latest period. */
export const statisticColumns = (say: Say, language: Language): BookColumn<StatisticLine>[] => [
  { head: say(language, 'standards.code'), width: 18, cell: (it) => it.id },
  { head: say(language, 'statistics.title'), width: 40, cell: (it) => read(it.title, language) },
  { head: say(language, 'statistics.value'), width: 12, cell: (it) => it.values[0]?.value ?? '' },
  { head: say(language, 'inspections.column.unit'), width: 10, cell: (it) => read(it.unit, language) },
  { head: say(language, 'scores.from'), width: 12, cell: (it) => it.values[0]?.fromOn ?? '' },
  { head: say(language, 'scores.to'), width: 12, cell: (it) => it.values[0]?.toOn ?? '' },
  { head: say(language, 'statistics.source'), width: 36, cell: (it) => it.values[0]?.source ?? '' },
  { head: say(language, 'statistics.before'), width: 10, cell: (it) => Math.max(0, it.values.length - 1) },
]
