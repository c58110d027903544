/**
 * Which suggestions are worth showing. What spoke for a value must be a word of the matter: "不" or "一个" stands in every report, and
 * who reads it as the ground of a suggestion stops believing the good ones. Only what is shown is chosen here; the model and its
 * ranks stay as they are learned.
 */
import type { Likely, Reason } from './learn.ts'

/** Words of two letters and more that say nothing of the matter. */
const empty = new Set(
  [
    '一个 这个 那个 这里 那里 我们 你们 他们 没有 已经 非常 希望 请问 反映 问题 现在 因为 所以 可以 就是 不是 不能 不会 不要 还是 一直 每天 经常',
    '附近 谢谢 您好 你好 尽快 处理 解决 情况 居民 市民 群众 来电 the a an is are was not no and or of in on at to for it this that there has have',
  ].flatMap((line) => line.split(' ')),
)

/** True of a word of the matter: no single character, and none that stands in every report. */
const isOfTheMatter = ({ word }: Reason): boolean => word.length > 1 && !empty.has(word)

/** The suggestions that a word of the matter speaks for. */
export const telling = (found: readonly Likely[]): Likely[] => found.filter(({ reasons }) => reasons.some(isOfTheMatter))
