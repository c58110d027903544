/**
 * Makes the calendar that ships with the house from a folder of yearly files, one `YYYY.json` a year as holiday-cn keeps them
 * (`{year, papers, days: [{name, date, isOffDay}]}`): `npm run calendar -- FOLDER [VERSION]`. A version that is there already
 * is never written again: deadlines name it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromYearlyFiles } from '../src/calendar/yearly.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const [folder, given] = process.argv.slice(2)
const files = folder !== undefined && existsSync(folder) ? readdirSync(folder).filter((name) => /^\d{4}\.json$/.test(name)) : []
if (files.length === 0) {
  print(`Give a folder of yearly files, 2026.json and so on (given: ${folder ?? 'none'}). Nothing was written.`)
  process.exit(2)
}
const years = files.sort().map((name): unknown => JSON.parse(readFileSync(join(folder!, name), 'utf8')))
const holidays = fromYearlyFiles(years, given)
const path = fileURLToPath(new URL(`../src/calendar/library/${holidays.version}.json`, import.meta.url))
if (existsSync(path)) {
  print(`${holidays.version} is there already. A published calendar is not changed: give another version.`)
  process.exit(1)
}
// A line a stretch: short enough to be read beside the notice.
const text = JSON.stringify(holidays, null, 1).replace(/\{\n\s+"name"[^}]*\}/g, (one) => one.replace(/\n\s*/g, ' '))
writeFileSync(path, `${text}\n`)
print(`${path}: ${holidays.years.length} years, ${holidays.years.reduce((sum, { days }) => sum + days.length, 0)} stretches of days.`)
