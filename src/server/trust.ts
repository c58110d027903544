/** The calls that keep the product honest towards people: compliance mode, complaints, the vault of identities, the burden register. */
import type { FastifyInstance } from 'fastify'
import { type House, serve } from '../api/api.serve.ts'
import { reachOf } from '../api/reach.ts'
import type { Who } from '../api/who.ts'
import type { CityId } from '../base/ids.ts'
import { burdenApi } from '../burden/burden.api.ts'
import { burdenHandlers } from '../burden/burden.serve.ts'
import { isPhotoOfTheirs } from '../cases/photos.sql.ts'
import type { Files } from '../evidence/files.serve.ts'
import type { Looking } from '../evidence/shown.serve.ts'
import { isFileOfAnswer } from '../forms/files.sql.ts'
import { isShutPhoto } from '../samples/sealed.sql.ts'
import { blurApi } from '../privacy/blur.api.ts'
import { blurHandlers, leaves } from '../privacy/blur.serve.ts'
import { erasureApi } from '../privacy/erasure.api.ts'
import { erasureHandlers } from '../privacy/erasure.serve.ts'
import { complaintsApi } from '../privacy/complaints.api.ts'
import { complaintsHandlers } from '../privacy/complaints.serve.ts'
import { complianceApi } from '../privacy/compliance.api.ts'
import { complianceHandlers } from '../privacy/compliance.serve.ts'
import { identityApi } from '../privacy/identity.api.ts'
import { identityHandlers } from '../privacy/identity.serve.ts'
import { personsApi } from '../privacy/persons.api.ts'
import { personsHandlers } from '../privacy/persons.serve.ts'
import { retentionApi } from '../privacy/retention.api.ts'
import { retentionHandlers } from '../privacy/retention.serve.ts'
import type { Vault } from '../privacy/vault.serve.ts'
import { keepersOf, ways, words } from './keepers.ts'
import { say } from './say.ts'

/** What these rooms are handed. */
export interface Trust {
  readonly vault: Vault
  readonly files: Files
  /** Told of every city in which a photo was erased. */
  readonly erased: (city: CityId) => void
}

const worksOn: Looking['worksOn'] = (db, who, id) => isPhotoOfTheirs(db, who.city, who, id)

/** True for who sees the answers of others to forms. */
const readsAnswers = (who: Who) => !['own', undefined].includes(reachOf(who, 'inspections.read'))

/** What was sent in for an answer is for those who may see the answer, and for whoever has a case of it in hand. */
const isForeignAnswer: Looking['isShut'] = async (db, who, id) =>
  !readsAnswers(who) && (await isFileOfAnswer(db, who.city, id, who.person)) && !(await worksOn(db, who, id))

/** Which picture of a photo is whose. */
export const looking: Looking = {
  leaves,
  worksOn,
  isShut: async (db, who, id) => (await isShutPhoto(db, who.city, who.person, id)) || isForeignAnswer(db, who, id),
}

/** Puts them on the app. */
export function serveTrust(app: FastifyInstance, house: House, { vault, files, erased }: Trust): void {
  serve(app, house, complianceApi, complianceHandlers(say))
  serve(app, house, complaintsApi, complaintsHandlers({ vault, say }))
  serve(app, house, identityApi, identityHandlers({ vault, say }))
  serve(app, house, retentionApi, retentionHandlers(keepersOf(vault)))
  serve(app, house, personsApi, personsHandlers({ vault, files, say, ways, words }))
  serve(app, house, blurApi, blurHandlers({ files, looking }))
  serve(app, house, erasureApi, erasureHandlers({ files, db: house.db, now: house.now, erased }))
  serve(app, house, burdenApi, burdenHandlers(say))
}
