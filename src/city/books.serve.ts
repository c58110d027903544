/** Areas, grids, units and posts as Excel workbooks of the lists that the calls give. */
import type { Say } from '../api/problems.serve.ts'
import { type Language, read } from '../base/text.ts'
import type { BookColumn } from '../sheets/listBook.serve.ts'
import type { Area, Grid, Post, Unit } from './area.ts'

/** The columns of areas. */
export const areaColumns = (say: Say, language: Language): BookColumn<Area>[] => [
  { head: say(language, 'city.column.code'), cell: ({ code }) => code },
  { head: say(language, 'city.column.name'), width: 28, cell: ({ name }) => read(name, language) },
  { head: say(language, 'city.column.level'), width: 10, cell: ({ level }) => say(language, `city.level.${level}`) },
]

/** The columns of grids. */
export const gridColumns = (say: Say, language: Language): BookColumn<Grid>[] => [
  { head: say(language, 'city.column.code'), width: 20, cell: ({ code }) => code },
  { head: say(language, 'city.level.community'), width: 28, cell: ({ community }) => read(community.name, language) },
  { head: say(language, 'city.column.unit'), width: 28, cell: ({ unit }) => (unit ? read(unit.name, language) : '') },
  { head: say(language, 'city.column.areaM2'), width: 14, cell: ({ areaM2 }) => ({ value: areaM2, format: '0' }) },
]

/** The columns of units. */
export const unitColumns = (say: Say, language: Language): BookColumn<Unit>[] => [
  { head: say(language, 'city.column.code'), cell: ({ code }) => code },
  { head: say(language, 'city.column.name'), width: 32, cell: ({ name }) => read(name, language) },
  { head: say(language, 'city.column.kind'), cell: ({ kind }) => kind },
  { head: say(language, 'city.column.area'), width: 24, cell: ({ area }) => (area ? read(area.name, language) : '') },
]

/** The columns of posts. Who held a post before is no part of the list. */
export const postColumns = (say: Say, language: Language): BookColumn<Post>[] => [
  { head: say(language, 'city.column.unit'), width: 32, cell: ({ ofUnit }) => read(ofUnit, language) },
  { head: say(language, 'city.column.post'), width: 32, cell: ({ title }) => read(title, language) },
  { head: say(language, 'city.column.leads'), width: 10, cell: ({ leads }) => say(language, leads ? 'ui.yes' : 'ui.no') },
  { head: say(language, 'city.column.holder'), cell: ({ holder }) => holder?.name ?? '' },
  { head: say(language, 'city.column.since'), width: 12, cell: ({ holder }) => holder?.fromOn ?? '' },
]
