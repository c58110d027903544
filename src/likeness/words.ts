/**
 * The words of a report. Chinese is cut by the dictionary that comes with the runtime (`Intl.Segmenter`, ICU): nothing to install,
 * and measured as good as a dictionary of its own (docs/learning.md). Numbers are left out: house numbers and telephones teach
 * nothing about a class and are nobody's business here. So are words that stand in every report, and single characters, which say
 * nothing alone: those side by side that the dictionary does not know together (盲道) count as pairs.
 */
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const hasLetter = /\p{L}/u
const oneHan = /^\p{Script=Han}$/u
const single = /^[a-z]$/

/** Characters that stand beside anything. */
const joining = new Set(
  '的了和与及或并且但而若如因为以于由从自向往对把被将给让使用叫请是有在到过着没不无未别很太更最还又再也都就才只仅已曾正刚会能可要应该想说看见来去上下里外中内前后左右旁边间时候天日月年今昨明早晚处个件名位块条辆堆张些种次家户人我你您他她它这那此某每各几多少大小一二三四五六七八九十两百千万等其之所者呢吗吧啊呀哦',
)
/** Words of two letters and more that say nothing of the matter. */
const empty = new Set(
  [
    '一个 这个 那个 这里 那里 我们 你们 他们 没有 已经 非常 希望 请问 反映 问题 现在 因为 所以 可以 就是 不是 不能 不会 不要 还是 一直 每天 经常',
    '附近 谢谢 您好 你好 尽快 处理 解决 情况 居民 市民 群众 来电 the a an is are was not no and or of in on at to for it this that there has have',
  ].flatMap((line) => line.split(' ')),
)

/** The words, each as often as it stands there. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  let before: string | undefined
  for (const { segment, isWordLike } of segmenter.segment(text.normalize('NFKC').toLowerCase())) {
    const alone = oneHan.test(segment) && !joining.has(segment) ? segment : undefined
    if (alone !== undefined && before !== undefined) words.push(before + alone)
    before = alone
    if (isWordLike && hasLetter.test(segment) && !oneHan.test(segment) && !single.test(segment) && !empty.has(segment)) words.push(segment)
  }
  return words
}
