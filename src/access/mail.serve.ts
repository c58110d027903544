/** Letters by SMTP. The library is loaded with the first letter; the connection is closed after each, for there are few. */
import type { Post } from './options.serve.ts'

const patienceMs = 15_000

/** Sends through the server of an `smtp://` or `smtps://` address. A server that offers TLS is spoken to by TLS. */
export const postBySmtp =
  (url: string, from: string): Post =>
  async ({ to, subject, text, language }) => {
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      url,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as never)
    try {
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, headers: { 'content-language': language } })
    } finally {
      transport.close()
    }
  }
