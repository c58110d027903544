/** Files that are given out: under what name, to be kept by whom, and unable to run anything. */
import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** A download: what to save it as, and its bytes. */
export interface Download {
  readonly name: string
  readonly mediaType: string
  readonly content: Uint8Array | Readable
  /** How many rows of a list it holds, where that is known before it is written. */
  readonly rows?: number | undefined
  /** Shown in the page (a photo) instead of being saved. */
  readonly inline?: boolean
  /** How long the reader's own browser may keep it without asking again; only for content that never changes. */
  readonly keepSeconds?: number
}

/** Sends a file. */
export function download(reply: FastifyReply, file: Download): FastifyReply {
  const how = file.inline === true ? 'inline' : 'attachment'
  reply.header('content-disposition', `${how}; filename="download"; filename*=UTF-8''${encodeURIComponent(file.name)}`)
  reply.header('x-content-type-options', 'nosniff').header('content-security-policy', "default-src 'none'; sandbox")
  // Kept for the session that asked: the next person at the same machine may be given another picture.
  if (file.keepSeconds !== undefined)
    reply.header('cache-control', `private, max-age=${file.keepSeconds}, immutable`).header('vary', 'cookie')
  else reply.header('cache-control', 'private, no-store')
  return reply.type(file.mediaType).send(file.content instanceof Uint8Array ? Buffer.from(file.content) : file.content)
}
