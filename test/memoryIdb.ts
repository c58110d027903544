/** The database of a phone, in memory, for tests of what its tabs do with it: as much of `idb` as the field asks for. */
const keyPaths: Readonly<Record<string, string>> = {
  marks: 'pointId',
  formDrafts: 'name',
  drafts: 'id',
  photos: 'id',
  outbox: 'id',
  forms: 'id',
}

/** What stands on the disk of the device, table by table. Every tab opens the same. */
export type Disk = Map<string, Map<string, unknown>>

/** What `openDB` gives of it. */
export function idbOn(disk: Disk) {
  const rows = (name: string) => {
    if (!disk.has(name)) disk.set(name, new Map())
    return disk.get(name)!
  }
  const store = (name: string) => {
    const inState = (state?: string) =>
      [...rows(name).values()].filter((row) => state === undefined || (row as { state: string }).state === state)
    const index = () => ({ getAll: async (state: string) => inState(state), count: async (state: string) => inState(state).length })
    return {
      get: async (key: string) => structuredClone(rows(name).get(key)),
      getAll: async () => structuredClone([...rows(name).values()]),
      getAllKeys: async () => [...rows(name).keys()],
      count: async () => rows(name).size,
      put: async (value: Record<string, string>, key?: string) =>
        void rows(name).set(key ?? value[keyPaths[name]!]!, structuredClone(value)),
      delete: async (key: string) => void rows(name).delete(key),
      clear: async () => rows(name).clear(),
      index,
    }
  }
  return {
    get: (name: string, key: string) => store(name).get(key),
    getAll: (name: string) => store(name).getAll(),
    getAllKeys: (name: string) => store(name).getAllKeys(),
    transaction: (names: string | readonly string[]) => ({
      objectStore: store,
      store: store(typeof names === 'string' ? names : names[0]!),
      done: Promise.resolve(),
      abort: () => undefined,
    }),
  }
}
