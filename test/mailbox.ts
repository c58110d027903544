/** A real mail server for tests: it takes letters and shows them as a reader would see them. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as it came: `text` decoded, `raw` with all its parts. */
export interface Taken {
  readonly to: string
  readonly text: string
  readonly raw: string
}

/** The open server. */
export interface Mailbox {
  readonly url: string
  readonly letters: Taken[]
  readonly close: () => Promise<void>
}

/** Decodes quoted-printable or base64, each by what its own head says. */
export function decoded(part: string): string {
  const [, head, body] = /^([^]*?)\r?\n\r?\n([^]*)$/.exec(part) ?? [undefined, '', part]
  if (/transfer-encoding: base64/i.test(head!)) return Buffer.from(body!, 'base64').toString()
  const bytes = body!.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

/** Opens a mail server on this machine. `refuses` may turn an address away. */
export async function openMailbox(refuses: (to: string) => boolean = () => false): Promise<Mailbox> {
  const letters: Taken[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(refuses(address) ? new Error('no such mailbox') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString()
        letters.push({ to: session.envelope.rcptTo[0]!.address, text: decoded(raw), raw })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, letters, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
