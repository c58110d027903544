/** A time limit in words, for every page of whistles. */
import type { Limit } from '../../../calendar/limit.ts'
import type { Words } from '../../../ui/words.tsx'

/** "4 小时（工作时间）". */
export const limitWord = ({ t }: Words, { amount, unit, clock }: Limit): string => t('whistles.limit', { amount, unit, clock })
