/**
 * The words of a report. Chinese is cut by the dictionary that comes with the runtime (`Intl.Segmenter`, ICU): nothing to install,
 * and measured as good as a dictionary of its own (docs/learning.md). Numbers are left out: house numbers and telephones teach
 * nothing about a class and are nobody's business here.
 */
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const hasLetter = /\p{L}/u
const single = /^[a-z]$/

/** The words, each as often as it stands there. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(text.normalize('NFKC').toLowerCase()))
    if (isWordLike && hasLetter.test(segment) && !single.test(segment)) words.push(segment)
  return words
}
