/** Pages as text. Everything from outside is escaped by the one tag; nothing else makes markup. */

/** Markup. Only the tag makes it. */
export interface Html {
  readonly markup: string
}

type Hole = Html | string | number | null | undefined | false | readonly Hole[]

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A text as it may stand between tags and in quoted attributes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark]!)

function written(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return ''
  if (typeof hole === 'string' || typeof hole === 'number') return escaped(String(hole))
  return 'markup' in hole ? hole.markup : hole.map(written).join('')
}

/** html`<p>${text}</p>`: texts are escaped, markup nests, lists are joined, what is missing is left out. */
export const html = (strings: TemplateStringsArray, ...holes: Hole[]): Html => ({
  markup: strings.reduce((text, piece, index) => text + written(holes[index - 1]) + piece),
})
