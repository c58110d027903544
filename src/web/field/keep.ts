/**
 * What the device keeps: one IndexedDB. A write is on the disk before it is said to be (`durability: 'strict'`), and what belongs
 * together (an answer, its photo, the item of the outbox) is one transaction: a phone that dies leaves either all of it or nothing.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { Draft } from '../../field/draft.ts'
import type { Item } from '../../field/outbox.ts'
import type { BlurRegion } from '../../privacy/blur.api.ts'
import type { PhotoFill } from '../../inspections/fill.ts'
import type { Pack, PackForm, PackPoint } from '../../field/pack.ts'
import type { Form, FormVersionId } from '../../forms/form.ts'
import type { Draft as FormAnswerDraft } from '../fill/draft.ts'

/** A photo as the device keeps it until the server has acknowledged its hash; the small picture and the hash stay. */
export interface KeptPhoto {
  readonly id: string
  readonly draftId: string
  readonly fact: string
  readonly sha256: string
  readonly bytes: number
  readonly name: string
  readonly blob: Blob | null
  readonly thumb: Blob | null
  readonly fill: PhotoFill
  /** Rectangles over faces and plates, drawn before it went. */
  readonly covered?: readonly BlurRegion[] | undefined
}

/** The pack without its points, which the list needs at once, and their last results, which it does not. */
export type Frame = Omit<Pack, 'points' | 'forms'> & {
  /** Packs of before have none. */
  readonly forms?: Pack['forms']
  readonly etag: string
  readonly gotAt: string
  readonly query: string
  /** The box of the offline map and its source, when there is one. */
  readonly map: { readonly box: readonly [number, number, number, number]; readonly attribution: string; readonly maxZoom: number } | null
  readonly mapVersion: string
}
export type ListedPoint = Omit<PackPoint, 'last'>

/** Who works on this device, as the last answer of the server said. */
export interface Owner {
  readonly account: string
  readonly name: string
  readonly city: string
  readonly may: readonly string[]
}

/** The small things, by name. */
export interface Meta {
  owner: Owner
  frame: Frame
  points: ListedPoint[]
  device: string
  turn: number
  /** Server minus device, when it was measured. */
  clock: { readonly offsetMs: number; readonly at: string }
  wishes: Wishes
}

/** What the inspector chose for photos. */
export interface Wishes {
  readonly mark: boolean
  readonly place: boolean
}

/** How far the visit of a point is, for the list: the visit itself is read when it is opened. */
export interface Mark {
  readonly pointId: string
  readonly draftId: string
  readonly state: Draft['state']
  readonly answered: number
  /** The pack under which it was begun (`visits.ts`); marks of before have none. */
  readonly pack?: string
  /** Visits of the same point that were begun under other packs. */
  readonly others?: readonly Mark[]
}

/** A form of the pack with all that the engine needs. It never changes. */
export interface KeptForm extends PackForm {
  readonly form: Form
  readonly xform: string
}

/** An answer to a form while it is typed. There is one for each form and place. */
export interface FormDraft {
  readonly name: string
  readonly form: FormVersionId
  /** '' where the form is filled in without a point. */
  readonly point: string
  readonly draft: FormAnswerDraft
}

interface Shape extends DBSchema {
  meta: { key: keyof Meta; value: Meta[keyof Meta] }
  last: { key: string; value: PackPoint['last'] }
  tiles: { key: string; value: Uint8Array }
  drafts: { key: string; value: Draft }
  marks: { key: string; value: Mark }
  photos: { key: string; value: KeptPhoto }
  outbox: { key: string; value: Item; indexes: { state: string } }
  forms: { key: string; value: KeptForm }
  formDrafts: { key: string; value: FormDraft }
  /** Pictures of guides by the hash of what they were made from. */
  pictures: { key: string; value: Blob }
}
/** A table of the device. */
export type Store = 'meta' | 'last' | 'tiles' | 'drafts' | 'marks' | 'photos' | 'outbox' | 'forms' | 'formDrafts' | 'pictures'
type Transaction = IDBPTransaction<Shape, Store[], 'readwrite'>

/** All of them. */
export const stores: readonly Store[] = ['meta', 'last', 'tiles', 'drafts', 'marks', 'photos', 'outbox', 'forms', 'formDrafts', 'pictures']

let opened: Promise<IDBPDatabase<Shape>> | undefined

/** The database, opened once. */
export const database = (): Promise<IDBPDatabase<Shape>> =>
  (opened ??= openDB<Shape>('mingcheng-field', 2, {
    upgrade: (db, before) => {
      if (before < 1) {
        for (const name of ['meta', 'last', 'tiles'] as const) db.createObjectStore(name)
        db.createObjectStore('drafts', { keyPath: 'id' })
        db.createObjectStore('marks', { keyPath: 'pointId' })
        db.createObjectStore('photos', { keyPath: 'id' })
        db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('state', 'state')
      }
      db.createObjectStore('forms', { keyPath: 'id' })
      db.createObjectStore('formDrafts', { keyPath: 'name' })
      db.createObjectStore('pictures')
    },
    // A tab of a later app waits for this one: what was given is on the disk, and this one becomes the later app too.
    blocking: () => location.reload(),
  }))

/** What a write changed, as far as screens show it. */
export interface Written {
  readonly marks: readonly Mark[]
  readonly meta: readonly (keyof Meta)[]
  readonly outbox: boolean
  readonly drafts: readonly string[]
  /** Forms, or what was typed into one. */
  readonly forms: boolean
}

/** Told in every tab after a write, so that two tabs show the same. */
const others = new BroadcastChannel('mingcheng-field')
const listeners = new Set<(written: Written) => void>()
const tell = (written: Written) => {
  for (const listener of listeners) listener(written)
}
others.addEventListener('message', ({ data }) => tell(data as Written))

/** Hears of every write of any tab. */
export function whenWritten(listener: (written: Written) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

type Value<Name extends Store> = Name extends 'meta' ? Meta[keyof Meta] : Shape[Name]['value']

/** A transaction as acts use it. */
export interface Writing {
  readonly tx: Transaction
  get<Name extends Exclude<Store, 'meta'>>(name: Name, key: string): Promise<Shape[Name]['value'] | undefined>
  meta<Name extends keyof Meta>(name: Name): Promise<Meta[Name] | undefined>
  put<Name extends Store>(name: Name, value: Value<Name>, key?: string): Promise<unknown>
  remove(name: Exclude<Store, 'meta'>, key: string): Promise<unknown>
  /** Empties a table, and says so to every tab: none goes on showing what was in it. */
  clear(name: Store): Promise<unknown>
}

function writingOn(
  tx: Transaction,
  into: { marks: Mark[]; meta: (keyof Meta)[]; outbox: boolean; drafts: string[]; forms: boolean },
): Writing {
  const note = (name: Store) => {
    if (name === 'outbox') into.outbox = true
    if (name === 'forms' || name === 'formDrafts') into.forms = true
  }
  return {
    tx,
    get: (name, key) => tx.objectStore(name).get(key) as never,
    meta: (name) => tx.objectStore('meta').get(name) as never,
    put: (name, value, key) => {
      if (name === 'marks') into.marks.push(value as Mark)
      if (name === 'meta') into.meta.push(key as keyof Meta)
      if (name === 'drafts') into.drafts.push((value as Draft).id)
      note(name)
      return tx.objectStore(name).put(value as never, key as never)
    },
    remove: (name, key) => {
      note(name)
      return tx.objectStore(name).delete(key)
    },
    clear: (name) => {
      if (name === 'meta') into.meta.push('owner', 'frame')
      note(name)
      return tx.objectStore(name).clear()
    },
  }
}

/**
 * One transaction over these stores: done when the disk has it. What `work` throws leaves nothing behind. `relaxed` is for what would
 * merely be done once more, and be the same, were it lost with the battery: the disk has it some moments later.
 */
export async function write<Result>(
  names: readonly Store[],
  work: (writing: Writing) => Promise<Result>,
  durability: 'strict' | 'relaxed' = 'strict',
): Promise<Result> {
  const tx = (await database()).transaction([...names], 'readwrite', { durability })
  const ended = tx.done
  // Whoever waits for `work` is told; the end of the transaction must not be told a second time.
  ended.catch(() => undefined)
  const written = { marks: [], meta: [], outbox: false, drafts: [], forms: false }
  try {
    const result = await work(writingOn(tx, written))
    await ended
    tell(written)
    others.postMessage(written)
    return result
  } catch (error) {
    try {
      tx.abort()
    } catch {
      // It had ended already.
    }
    throw error
  }
}

/** A small thing by its name. */
export async function readMeta<Name extends keyof Meta>(name: Name): Promise<Meta[Name] | undefined> {
  return (await database()).get('meta', name) as Promise<Meta[Name] | undefined>
}

/** Writes a small thing. */
export const putMeta = <Name extends keyof Meta>(name: Name, value: Meta[Name]): Promise<unknown> =>
  write(['meta'], (writing) => writing.put('meta', value, name))

/** The next number of the device, inside a transaction over `meta`. */
export async function takeTurn(writing: Writing): Promise<number> {
  const turn = ((await writing.meta('turn')) ?? 0) + 1
  await writing.put('meta', turn, 'turn')
  return turn
}

/** True when the disk was full: what was to be kept is not kept, and the screen must say so. */
export const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError'
