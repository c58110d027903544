/**
 * Words from outside as plain text. Hotlines hand on what a rich text field held, apps send line ends of three kinds; what
 * looks like markup of a page is taken out, and a < b stays as it is.
 */
const breaks = /<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6])\b[^<>]*>/gi
const hidden = /<(script|style)\b[^]*?(?:<\/\1\s*>|$)/gi
const known =
  /<\/?(?:a|abbr|b|body|br|center|code|div|em|embed|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link|meta|o:p|object|ol|p|pre|script|small|span|strong|style|svg|table|tbody|td|th|thead|title|tr|u|ul|video)\b[^<>]*>/gi
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** True when a text holds markup of a page. */
export const hasMarkup = (text: string): boolean => text.search(known) >= 0

/** The text without markup, control characters (those too that turn the order of letters) and spaces at its ends; line ends are single. */
export function plainText(text: string): string {
  const bare = hasMarkup(text)
    ? text
        .replace(hidden, '')
        .replace(breaks, '\n')
        .replace(known, '')
        .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => entities[name]!)
    : text
  return (
    bare
      .replace(/\r\n?/g, '\n')
      // oxlint-disable-next-line no-control-regex -- these are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\u200b\u202a-\u202e\u2066-\u2069]/g, '')
      // From where the spaces begin, and from there only: else each of them is tried.
      .replace(/(?<![ \t\u3000])[ \t\u3000]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}
