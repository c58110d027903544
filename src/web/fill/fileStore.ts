/** Files of drafts at a desk: too large for where its words are kept, so they lie in a database of the browser, on its disk before it says so. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { KeptFile } from './files.ts'

interface Shape extends DBSchema {
  files: { key: string; value: KeptFile; indexes: { draftId: string } }
}

let opened: Promise<IDBPDatabase<Shape>> | undefined

const database = (): Promise<IDBPDatabase<Shape>> =>
  (opened ??= openDB<Shape>('mingcheng-fill', 1, {
    upgrade: (db) => void db.createObjectStore('files', { keyPath: 'id' }).createIndex('draftId', 'draftId'),
  }))

/** Keeps a file; false when the browser has no room. Resolves when the disk has it. */
export async function storeFile(file: KeptFile): Promise<boolean> {
  try {
    const tx = (await database()).transaction('files', 'readwrite', { durability: 'strict' })
    await Promise.all([tx.store.put(file), tx.done])
    return true
  } catch {
    return false
  }
}

/** A file that is kept. */
export const readFile = async (id: string): Promise<KeptFile | undefined> => (await database()).get('files', id)

/** Lets a file go. */
export const dropFile = async (id: string): Promise<void> => (await database()).delete('files', id)

/** Lets go what a draft has no use for: all but these. */
export async function dropOthers(draftId: string, ids: readonly string[]): Promise<void> {
  const db = await database()
  const held = await db.getAllKeysFromIndex('files', 'draftId', draftId)
  await Promise.all(held.filter((id) => !ids.includes(id)).map((id) => db.delete('files', id)))
}
