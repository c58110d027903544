/**
 * A copy of a visit, or of an answer to a form, as one file that opens anywhere: its answers in words, and its photos in it. For what will
 * never be sent.
 */
import type { Draft, Given } from '../../field/draft.ts'
import { isGiven } from '../../field/draft.ts'
import type { Item } from '../../field/outbox.ts'
import { type Answers, linesOf } from '../../forms/answers.ts'
import type { NewFormAnswer } from '../../forms/forms.api.ts'
import { fileIdOf } from '../../forms/media.ts'
import type { Words } from '../../ui/words.tsx'
import { dayNow } from './day.ts'
import { findForm } from './forms.ts'
import { database } from './keep.ts'

const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const addressOf = (blob: Blob) =>
  new Promise<string>((done, fail) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => done(reader.result as string))
    reader.addEventListener('error', () => fail(reader.error!))
    reader.readAsDataURL(blob)
  })

async function picturesOf(ids: readonly string[]): Promise<string> {
  const db = await database()
  const photos = await Promise.all(ids.map((id) => db.get('photos', id)))
  const blobs = photos.flatMap((photo) => photo?.blob ?? photo?.thumb ?? []).filter(({ type }) => type.startsWith('image/'))
  return (await Promise.all(blobs.map(addressOf))).map((address) => `<img src="${address}" alt="">`).join('')
}

/** The parts of an answer of a kind of its own, as they were given. */
const partsOf = ({ answer }: Given): string => {
  const { as: _as, ...parts } = answer ?? { as: '' }
  return Object.keys(parts).length === 0 ? '' : JSON.stringify(parts)
}

interface Page {
  readonly title: string
  readonly about: readonly string[]
  /** As HTML. */
  readonly rows: readonly string[]
}

function pageOf({ title, about, rows }: Page, { t, language }: Words): Blob {
  const said = [...about, t('fieldApp.copyOnly')].filter((word) => word !== '').map(escaped)
  const page = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${escaped(title)}</title><style>body{font-family:sans-serif}table{border-collapse:collapse}th,td{border:1px solid;padding:.5em;text-align:start;vertical-align:top}td{white-space:pre-line}img{display:block;max-width:20em}</style><h1>${escaped(title)}</h1><p>${said.join(' · ')}</p><table>${rows.join('')}</table></html>`
  return new Blob([page], { type: 'text/html' })
}

/** The copy of a visit. Checks that the pack does not hold any more stand by their code. */
export async function copyOf(draft: Draft, words: Words): Promise<Blob> {
  const { read, moment } = words
  const { checks = [] } = dayNow().frame ?? {}
  const rows: string[] = []
  for (const [fact, given] of Object.entries(draft.answers).filter(([, it]) => isGiven(it))) {
    const check = checks.find((one) => one.fact === fact)
    const grade = check?.grades.find(({ code }) => code === given.grade)
    const said = [read(grade?.title) || given.grade, given.value, partsOf(given), given.note.trim()]
    const lines = said.filter((word) => word !== undefined && word !== '').map((word) => escaped(word!))
    rows.push(
      `<tr><th>${escaped(read(check?.title) || fact)}</th><td>${lines.join('<br>')}${await picturesOf(given.photos)}</td><td>${escaped(moment(given.at))}</td></tr>`,
    )
  }
  const title = read(draft.named?.point) || draft.pointId
  return pageOf({ title, about: [read(draft.named?.pack), moment(draft.startedAt)], rows }, words)
}

/** Answers by their names, for when the device has the form no more. */
const namesOf = (answers: Answers | readonly Answers[]): [string, string][] =>
  Object.entries(answers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : namesOf(value as Answers),
  )

/** The copy of an answer to a form that waits in the outbox, or was refused. */
export async function copyOfAnswer({ input, about, at }: Item, words: Words): Promise<Blob> {
  const { id } = input.params as { id: string }
  const { answers, filledAt } = input.body as NewFormAnswer
  const kept = await findForm(id)
  const lines = kept
    ? linesOf(kept.form, answers, words.language)
    : namesOf(answers).map(([question, said]) => ({ question, said, files: [fileIdOf(said) ?? []].flat() }))
  const rows = await Promise.all(
    lines.map(async ({ question, said, files }) => {
      const pictures = await picturesOf(files)
      return `<tr><th>${escaped(question)}</th><td>${pictures === '' ? escaped(said) : pictures}</td></tr>`
    }),
  )
  return pageOf({ title: about, about: [words.moment(filledAt ?? at)], rows }, words)
}

/** Hands a file to whoever asked for it. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser takes it up a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
