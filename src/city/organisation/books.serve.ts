/** People and hand-overs as Excel workbooks of the lists that the calls give. */
import type { Say } from '../../api/problems.serve.ts'
import { type Language, read } from '../../base/text.ts'
import { type BookColumn, cityTime } from '../../sheets/listBook.serve.ts'
import type { HandoverLine, PersonLine } from './organisation.api.ts'

/** The columns of people. */
export const peopleColumns = (say: Say, language: Language): BookColumn<PersonLine>[] => [
  { head: say(language, 'organisation.name'), cell: ({ name }) => name },
  { head: say(language, 'organisation.staffNo'), cell: ({ code }) => code ?? '' },
  { head: say(language, 'organisation.posts'), width: 60, cell: ({ posts }) => posts.map((post) => read(post, language)).join('\n') },
]

/** The columns of hand-overs. */
export const handoverColumns = (say: Say, language: Language): BookColumn<HandoverLine>[] => [
  { head: say(language, 'organisation.onDay'), width: 12, cell: ({ onDay }) => onDay },
  { head: say(language, 'organisation.post'), width: 36, cell: ({ post }) => `${read(post.unit, language)} ${read(post.title, language)}` },
  {
    head: say(language, 'organisation.toPost'),
    width: 36,
    cell: ({ toPost }) => (toPost ? `${read(toPost.unit, language)} ${read(toPost.title, language)}` : ''),
  },
  { head: say(language, 'organisation.giver'), cell: ({ from }) => from?.name ?? '' },
  { head: say(language, 'organisation.taker'), cell: ({ to }) => to.name },
  { head: say(language, 'organisation.items'), width: 10, cell: ({ count }) => count },
  { head: say(language, 'organisation.note'), width: 36, cell: ({ note }) => note },
  { head: say(language, 'organisation.received'), width: 17, cell: ({ receivedAt }) => cityTime(receivedAt) },
]
