/** Yearly files of holidays, as the project holiday-cn keeps them, read into one calendar: days in a row become one stretch. */
import { z } from 'zod'
import { addDays } from '../base/time.ts'
import { Holidays } from './holidays.ts'

/** One year: the days that its notice names. They may lie in the December before. */
export const YearlyFile = z.object({
  year: z.int(),
  papers: z.array(z.url()).default([]),
  days: z.array(z.object({ name: z.string(), date: z.iso.date(), isOffDay: z.boolean() })),
})
export type YearlyFile = z.infer<typeof YearlyFile>

/** All years as one calendar; its version is that of the newest year with days, unless one is given. */
export function fromYearlyFiles(files: readonly unknown[], version?: string): Holidays {
  const years = files.map((file) => YearlyFile.parse(file)).sort((a, b) => a.year - b.year)
  const newest = years.findLast(({ days }) => days.length > 0)?.year
  return Holidays.parse({
    format: 'mingcheng.holidays/1',
    version: version ?? `cn-${newest}`,
    source: 'github.com/NateScarlet/holiday-cn, from the notices of the State Council',
    licence: 'MIT',
    years: years.map(({ year, papers, days }) => ({ year, notices: papers, days: stretchesOf(days) })),
  })
}

function stretchesOf(days: YearlyFile['days']): Holidays['years'][number]['days'] {
  const stretches: { name: string; from: string; to: string; work?: true }[] = []
  for (const { name, date, isOffDay } of days.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const last = stretches.at(-1)
    const sameKind = last !== undefined && last.name === name && (last.work !== true) === isOffDay
    if (sameKind && addDays(last.to, 1) === date) last.to = date
    else stretches.push({ name, from: date, to: date, ...(isOffDay ? {} : { work: true as const }) })
  }
  return stretches
}
