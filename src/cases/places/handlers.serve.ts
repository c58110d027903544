/** Handlers of where cases lie and who answers. */
import { handlers, whoOf } from '../../api/api.serve.ts'
import type { Say } from '../../api/problems.serve.ts'
import { listBook, rowsAtOnce } from '../../sheets/listBook.serve.ts'
import { tileFile } from '../../city/tile.serve.ts'
import { toWgs84 } from '../../city/coordinates.ts'
import { hotSpots } from './hotSpots.serve.ts'
import { dropOwner, ownerColumns, ownerLine, placeOf, placeOfCase, putOwner } from './owners.serve.ts'
import { placesApi } from './places.api.ts'
import { findLost } from './places.serve.ts'
import { listRules } from './places.sql.ts'
import { caseTile } from './tiles.serve.ts'

/** Handlers over the word lists. */
export const placesHandlers = (say: Say) =>
  handlers(placesApi, {
    listOwners: async (ask) => {
      const { limit, cursor, sort, ...query } = ask.query
      const { items, ...rest } = await listRules(ask.db, whoOf(ask).city, query, { limit, cursor, sort })
      return { items: items.map(ownerLine), ...rest }
    },
    exportOwners: async (ask) => {
      const { city } = whoOf(ask)
      const { sort, ...query } = ask.query
      return listBook({
        name: say(ask.language, 'owners.title'),
        at: ask.at,
        columns: ownerColumns(say, ask.language),
        read: async (cursor) => {
          const { items, ...rest } = await listRules(ask.db, city, query, { limit: rowsAtOnce, cursor, sort })
          return { items: items.map(ownerLine), ...rest }
        },
      })
    },
    putOwner,
    dropOwner,
    findPlace: async (ask) => {
      const { lng, lat, crs, class: type } = ask.query
      return placeOf(ask.db, whoOf(ask).city, toWgs84([lng, lat], crs), type ?? null)
    },
    getPlace: async (ask) => placeOfCase(ask.db, whoOf(ask).city, ask.params.id),
    findAgain: async (ask) => ({ found: await findLost(ask.db, whoOf(ask).city) }),
    tile: async (ask) => tileFile(await caseTile(ask.db, whoOf(ask), ask.at, { filter: ask.query, tile: ask.params }), false),
    hotSpots: async (ask) => hotSpots(ask.db, whoOf(ask).city, ask.at, ask.query),
  })
