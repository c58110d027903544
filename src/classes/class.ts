/**
 * Classes of cases (大类、小类) and their filing conditions (立案条件). One class has several conditions; the time limit and the
 * closing condition belong to the condition. Codes: C01-02 is a component (部件), E02-99 an event (事件), as in GB/T 30428.2.
 */
import { z } from 'zod'
import { UnitId } from '../base/ids.ts'
import { Limit } from '../calendar/limit.ts'

/** 部件 and 事件. */
export const classKinds = ['component', 'event'] as const
export const ClassKind = z.enum(classKinds)
export type ClassKind = z.infer<typeof ClassKind>

/** A class by its code and names. */
export const CaseClass = z.object({
  code: z.string().max(32),
  kind: ClassKind,
  big: z.object({ code: z.string(), name: z.string() }),
  name: z.string(),
})
export type CaseClass = z.infer<typeof CaseClass>

/** One condition: when a case of the class is filed, when it may be closed, how long that may take, and whose it is. */
export const Condition = z.object({
  id: z.uuid(),
  class: CaseClass,
  no: z.int(),
  files: z.string(),
  closes: z.string(),
  handler: z.string(),
  supervisor: z.string(),
  unit: z.object({ id: UnitId, title: z.object({ zh: z.string(), en: z.string() }) }).nullable(),
  /** As it was written. */
  limitText: z.string(),
  limit: Limit,
  act: z.enum(['fix', 'stop']),
  withdrawn: z.boolean(),
})
export type Condition = z.infer<typeof Condition>

/** The code of a class from what a table says: kind, big class and small class. */
export const codeOf = (kind: ClassKind, big: string, small: string): string => `${kind === 'component' ? 'C' : 'E'}${big}-${small}`

/**
 * The class that a text means: its code, the code of an event without its letter (as standards write it), or its name. Undefined
 * when the city has no such class.
 */
export function findClass<Class extends { readonly code: string; readonly name: string }>(
  classes: readonly Class[],
  text: string,
): Class | undefined {
  const by = (wanted: string, of: (it: Class) => string) => classes.find((it) => of(it) === wanted)
  return by(text, ({ code }) => code) ?? by(`E${text}`, ({ code }) => code) ?? by(text, ({ name }) => name)
}
