/** Every page of the desk: its address, its file (loaded when first opened), and its place in the navigation. A new page is one entry. */
import type { ComponentType } from 'react'
import type { Permission } from '../../api/contract.ts'
import type { IconName } from '../../ui/Icon.tsx'
import type { Word } from '../../ui/words.tsx'

export interface NavEntry {
  readonly word: Word
  readonly icon: IconName
  /** `g` then this letter goes there. */
  readonly key: string
  readonly group: 'work' | 'plan' | 'field' | 'result' | 'data'
  /** Shown only to those who may. */
  readonly may?: Permission
}

export interface Page {
  /** `$name` is a part of the path that the page reads with `useParams({ strict: false })`. */
  readonly path: string
  /** The page's file and the name of its component there. */
  readonly load: () => Promise<ComponentType>
  readonly nav?: NavEntry
}

export const pages: readonly Page[] = [
  {
    path: '/',
    load: async () => (await import('./home/HomePage.tsx')).HomePage,
    nav: { word: 'nav.home', icon: 'home', key: 'h', group: 'work' },
  },
]
