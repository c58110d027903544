/** Loads the demo city of the screens while `npm test` checks types and words, so that no test waits for it. */
import { prepareCity } from './desk.ts'

await prepareCity()
