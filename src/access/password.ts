/**
 * What makes a password good enough: long, not among those that everybody tries first, and not the words of the city and the
 * person themselves. No rules of composition and no change by date: both make people choose worse (NIST SP 800-63B, 3.1.1.2).
 */

/** The shortest password, in letters. */
export const shortest = 10
/** The longest that is taken; more would only burn time. */
export const longest = 200

/** A password as it is weighed: forms of one and the same letter are one. */
export const weighed = (password: string): string => password.normalize('NFKC')

/** What a guesser would try with small changes: lower case, without what is usually hung on at the end. */
const bare = (password: string): string => weighed(password).toLowerCase()
const withoutTail = (text: string): string => text.replace(/[\d\W_]+$/u, '')

/** Texts to look up in the list of common passwords: as it is, and without the digits and signs hung on. */
export function guessesOf(password: string): string[] {
  const text = bare(password)
  const core = withoutTail(text)
  // A short core says little: "my" with a long number is not a common password.
  return core.length >= 5 && core.length * 2 >= text.length ? [text, core] : [text]
}

/** Letters as a person counts them, not the units they are stored in. */
const lettersIn = (text: string): number => Array.from(text).length

/** One letter again and again, a step up or down again and again, or a short piece repeated. */
function isMonotonous(text: string): boolean {
  if (/^(.{1,4})\1+$/u.test(text)) return true
  const letters = Array.from(text, (letter) => letter.codePointAt(0)!)
  const step = letters[1]! - letters[0]!
  return Math.abs(step) <= 1 && letters.every((letter, index) => index === 0 || letter === letters[index - 1]! + step)
}

/** The key of what is wrong with a password; undefined when nothing is. `words` are the city's, the person's and the product's. */
export function faultOf(password: string, words: readonly string[], isCommon: (text: string) => boolean): string | undefined {
  const text = bare(password)
  const length = lettersIn(text)
  if (length < shortest) return 'fault.passwordShort'
  if (length > longest) return 'fault.passwordLong'
  if (isMonotonous(text) || guessesOf(password).some(isCommon)) return 'fault.passwordCommon'
  const own = words.map((word) => bare(word)).filter((word) => lettersIn(word) >= 3)
  const rest = own.reduce((left, word) => left.replaceAll(word, ''), text)
  // What remains without the known words is what an acquaintance would have to guess.
  if (rest !== text && lettersIn(rest.replace(/[\d\W_]/gu, '')) < 4 && lettersIn(rest) < shortest) return 'fault.passwordOwn'
  return undefined
}
