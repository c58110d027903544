/** Wire messages in, wire messages out, straight on PGlite. Its own reader of answers is bypassed: the driver reads them. */
import type { PGlite } from '@electric-sql/pglite'
import type { Exchange } from './pipe.ts'

/** The far end of the pipe. */
export function exchangeWith(lite: PGlite): Exchange {
  let greeted = false
  return async (messages) => {
    // The first message of a connection has no letter. There is only one session behind all of them: a second connection
    // (the first one broke) must not find the statements and the transaction of the first.
    if (messages[0] === 0) {
      if (greeted) await lite.exec('rollback; discard all')
      greeted = true
    }
    return joined(await answersTo(lite, messages))
  }
}

async function answersTo(lite: PGlite, messages: Uint8Array): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = []
  // Each part is a view into the engine's memory, overwritten by the next one.
  await lite.execProtocolRawStream(messages, { onRawData: (part) => void parts.push(part.slice()), syncToFs: false })
  return parts
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const answer = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    answer.set(part, at)
    at += part.length
  }
  return answer
}
