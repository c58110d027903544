/** What stands in the engine's document, as answers by the form's names. What is not relevant is not in the document. */
import type { Answers } from '../../forms/answers.ts'
import type { FormPart } from '../../forms/form.ts'

/** Answers of the document of a form that was filled in. */
export const answersIn = (xml: string, parts: readonly FormPart[]): Answers =>
  answersOf(new DOMParser().parseFromString(xml, 'text/xml').documentElement, parts)

function answersOf(element: Element, parts: readonly FormPart[]): Answers {
  const named = (name: string) => [...element.children].filter(({ localName }) => localName === name)
  return Object.fromEntries(
    parts.flatMap((part): [string, Answers[string]][] => {
      const found = named(part.name)
      if (found.length === 0) return []
      if (part.is === 'repeat') return [[part.name, found.map((turn) => answersOf(turn, part.parts))]]
      if (part.is === 'group') return [[part.name, answersOf(found[0]!, part.parts)]]
      const text = found[0]!.textContent ?? ''
      return text === '' ? [] : [[part.name, text]]
    }),
  )
}
