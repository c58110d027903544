/**
 * How often the suggested class is right: `npm run check:suggestions -- FOLDER`, where FOLDER holds Chinese complaints with labels
 * (`petitions_labelled_7class_495.csv.gz`, `fuzhou_12345_rivers.csv.gz`). Ten folds, each text judged by a model that never saw it,
 * with the very functions of the product.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { learn, likely } from '../src/likeness/learn.ts'
import { wordsOf } from '../src/likeness/words.ts'

const print = (text: string) => process.stdout.write(`${text}\n`)
const folder = process.argv[2]
const sets = [
  { file: 'petitions_labelled_7class_495.csv.gz', label: 'label', title: '495 petitions, 7 bureaus' },
  { file: 'fuzhou_12345_rivers.csv.gz', label: 'nature', title: 'Fuzhou 12345, kind of request' },
  { file: 'fuzhou_12345_rivers.csv.gz', label: 'district', title: 'Fuzhou 12345, district that answers' },
] as const
if (folder === undefined || !existsSync(join(folder, sets[0].file))) {
  print(`Give the folder of labelled complaints (given: ${folder ?? 'none'}). Nothing was checked.`)
  process.exit(2)
}

const folds = 10
for (const { file, label, title } of sets) {
  const rows = parse<Record<string, string>>(gunzipSync(readFileSync(join(folder, file))), { columns: true, bom: true })
  const labelled = rows.filter((row) => row[label] !== '')
  const cutting = performance.now()
  const lessons = labelled.map((row) => ({ value: row[label]!, words: wordsOf(`${row['title']}\n${row['text']}`) }))
  const cut = performance.now() - cutting
  let [first, third, learning, judging] = [0, 0, 0, 0]
  for (let fold = 0; fold < folds; fold++) {
    const start = performance.now()
    const learned = learn(lessons.filter((_, index) => index % folds !== fold))
    learning += performance.now() - start
    if ('tooFew' in learned) throw new Error(`too few cases in ${file}`)
    const judged = performance.now()
    for (const { value, words } of lessons.filter((_, index) => index % folds === fold)) {
      const found = likely(learned.model, words).map((it) => it.value)
      if (found[0] === value) first++
      if (found.includes(value)) third++
    }
    judging += performance.now() - judged
  }
  const counts = Map.groupBy(lessons, ({ value }) => value)
  const largest = Math.max(...[...counts.values()].map(({ length }) => length))
  const percent = (count: number) => `${((100 * count) / lessons.length).toFixed(1)} %`
  print(
    `${title}: ${lessons.length} texts, ${counts.size} values; first right ${percent(first)}, among three ${percent(third)} (always the most frequent: ${percent(largest)}); ` +
      `cutting into words ${(cut / 1000).toFixed(2)} s, learning ${(learning / folds / 1000).toFixed(3)} s, one suggestion ${(judging / lessons.length).toFixed(2)} ms`,
  )
}
