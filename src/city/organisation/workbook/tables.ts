/**
 * The organisation as a workbook: areas, units, posts, who holds or held them, and who stands in. Five sheets, each known by its
 * headers in either language. Numbers of posts and people are those of the system, so that nobody is mistaken for a namesake;
 * who writes a sheet by hand may leave them out.
 */
import type { AreaId, PersonId, PostId, UnitId } from '../../../base/ids.ts'
import type { Day } from '../../../base/time.ts'
import { type ColumnSpec, findLayout, type Layout } from '../../../sheets/columns.ts'
import type { Book } from '../../../sheets/sheet.ts'
import type { Level } from '../../area.ts'
import type { Role } from '../../who.ts'
import words from './words.json' with { type: 'json' }

export const tableNames = ['areas', 'units', 'posts', 'holders', 'deputies'] as const
export type TableName = (typeof tableNames)[number]

/** The columns of each sheet, with the words that their headers are known by; Chinese first, English last. */
export const columnsOf: Readonly<Record<TableName, readonly ColumnSpec[]>> = {
  areas: specs(words.areas),
  units: specs(words.units),
  posts: specs(words.posts),
  holders: specs(words.holders),
  deputies: specs(words.deputies),
}

function specs(of: Readonly<Record<string, string[]>>): readonly ColumnSpec[] {
  return Object.entries(of).map(([key, list]) => ({ key, words: list }))
}

/** What a sheet must have to be taken for one of the five. */
const musts: Readonly<Record<TableName, readonly (readonly string[])[]>> = {
  areas: [['areaCode'], ['areaName']],
  units: [['unitName'], ['unitKind']],
  posts: [['postUnit'], ['postTitle']],
  holders: [['holderName'], ['holderPostId', 'holderPost']],
  deputies: [['deputyName'], ['deputyPostId', 'deputyPost']],
}

const has = (layout: Layout, name: TableName) => musts[name].every((group) => group.some((key) => key in layout.columns))

/** Which of the five tables stands on each sheet: the one of which most columns are there. */
export const findTables = (book: Book): Layout[] =>
  book.sheets.flatMap((sheet) => {
    if (sheet.hidden) return []
    const found = tableNames.flatMap((name) => {
      const layout = findLayout(sheet, columnsOf[name])
      return layout && has(layout, name) ? [layout] : []
    })
    return found.toSorted((a, b) => Object.keys(b.columns).length - Object.keys(a.columns).length).slice(0, 1)
  })

/** The table that a layout describes, by its columns. */
export const tableOf = (layout: Layout): TableName | undefined => tableNames.find((name) => has(layout, name))

/** An area; `parent` is the code of the one above. */
export interface AreaFacts {
  readonly code: string
  readonly nameZh: string
  readonly nameEn: string
  readonly level: Level
  readonly parent: string | null
}
/** A unit; what it belongs to by code. */
export interface UnitFacts {
  readonly code: string
  readonly nameZh: string
  readonly nameEn: string
  readonly kind: string
  /** Codes. */
  readonly parent: string | null
  readonly area: string | null
  readonly closedOn: Day | null
}
/** A post; unit and area by code. */
export interface PostFacts {
  /** Code of the unit. */
  readonly unit: string
  readonly titleZh: string
  readonly titleEn: string
  readonly leads: boolean
  readonly role: Role | null
  /** Code of the area it works for; null is that of its unit. */
  readonly area: string | null
}
/** Somebody; `code` is the staff number. */
export interface PersonFacts {
  readonly name: string
  readonly code: string | null
}
/** Who holds or held a post. */
export interface HolderFacts {
  /** `post` and `person`: the id of a known one or of the file, else a name within this file. */
  readonly post: string
  readonly person: string
  readonly fromOn: Day
  readonly toOn: Day | null
}
/** Who stands or stood in for the holder. */
export interface DeputyFacts {
  readonly post: string
  readonly person: string
  readonly fromOn: Day
  readonly toOn: Day
  readonly reason: string
  readonly endedOn: Day | null
}

/** The organisation as it is written down: what an export writes and what a file is compared with. */
export interface Organisation {
  readonly areas: readonly (AreaFacts & { readonly id: AreaId })[]
  readonly units: readonly (UnitFacts & { readonly id: UnitId })[]
  readonly posts: readonly (PostFacts & { readonly id: PostId })[]
  readonly people: readonly (PersonFacts & { readonly id: PersonId })[]
  readonly holders: readonly HolderFacts[]
  readonly deputies: readonly (DeputyFacts & { readonly id: string })[]
}

/** What must be known of the city: all of it, and the kinds of unit that the standards in force name. */
export interface OrganisationContext extends Organisation {
  readonly kinds: readonly { readonly id: string; readonly titles: readonly string[] }[]
}

/** What a file would add or change, by what each thing is called in it; what is the same already is not in it. */
export interface OrganisationPlan {
  readonly areas: readonly AreaFacts[]
  readonly units: readonly UnitFacts[]
  readonly posts: ReadonlyMap<string, PostFacts>
  readonly people: ReadonlyMap<string, PersonFacts>
  readonly holders: readonly HolderFacts[]
  /** By the entry's id, or by a name within this file. */
  readonly deputies: ReadonlyMap<string, DeputyFacts>
}
