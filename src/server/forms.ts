/** Forms as browsers and civic apps post them: fields and files. Known only where it is registered; the calls of the house take JSON. */
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../base/problem.ts'

/** A form that was posted. */
export interface Form {
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

const megabyte = 1024 * 1024
/** A phone's photo is some 5 MB; five of them are a report. */
const limits = { fileSize: 15 * megabyte, files: 5, fields: 80, fieldSize: 40_000, fieldNameSize: 200, parts: 90 }

/** Lets a scope of the app read forms. */
export async function readsForms(scope: FastifyInstance): Promise<void> {
  const parseText = { parseAs: 'string', bodyLimit: 128 * 1024 } as const
  scope.addContentTypeParser<string>('application/x-www-form-urlencoded', parseText, (_request, body, done) =>
    done(null, new URLSearchParams(body)),
  )
  await scope.register(multipart, { limits })
}

/** What no database keeps in a text: the letter of number 0, and half a letter. Nobody types either. */
const kept = (text: string) => text.replaceAll('\u0000', '').toWellFormed()

/**
 * The form of a request; empty fields of files are no files. *Refuses:* 413 `api.tooLarge` and `api.tooManyFiles`, 415 for what is no form, 400 for one that
 * ends in the middle or does not say where its parts end.
 */
export async function formOf(request: FastifyRequest): Promise<Form> {
  const fields = new Map<string, string[]>()
  const put = (name: string, value: string) => void fields.set(name, [...(fields.get(name) ?? []), kept(value)])
  if (!request.isMultipart()) {
    if (!(request.body instanceof URLSearchParams)) throw new Problem('api.badRequest', 415)
    for (const [name, value] of request.body) put(name, value)
    return { fields, files: [] }
  }
  const files: { name: string; bytes: Uint8Array }[] = []
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        put(part.fieldname, String(part.value))
        continue
      }
      const bytes = await part.toBuffer()
      if (bytes.length > 0) files.push({ name: kept(part.filename ?? ''), bytes })
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_FILES_LIMIT') throw new Problem('api.tooManyFiles', 413, { most: limits.files })
    // The reader's own refusals have a status; what it could not read at all has none.
    if ((error as { statusCode?: number }).statusCode !== undefined) throw error
    throw new Problem('api.badRequest', 400)
  }
  return { fields, files }
}

/** The first value of a field, without spaces at its ends; undefined when it is empty or not there. */
export const field = ({ fields }: Form, name: string): string | undefined => {
  const text = fields.get(name)?.[0]?.trim()
  return text === undefined || text === '' ? undefined : text
}

/** The answers to the questions of a kind: `attribute[CODE]=value`, and `attribute[CODE][]=value` for several. */
export function answersOf({ fields }: Form): Record<string, readonly string[]> {
  const answers = new Map<string, readonly string[]>()
  for (const [name, values] of fields) {
    const code = /^attribute\[([\w-]{1,64})\](?:\[\d*\])?$/.exec(name)?.[1]
    if (code !== undefined) answers.set(code, [...(answers.get(code) ?? []), ...values])
  }
  return Object.fromEntries(answers)
}
