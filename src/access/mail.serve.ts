/** Letters by SMTP. The library is loaded with the first letter; the connection is closed after each, for there are few. */
import type { Post } from './options.serve.ts'

const patienceMs = 15_000

/** Sends through the server of an `smtp://` or `smtps://` address. A server that offers TLS is spoken to by TLS. */
export const postBySmtp =
  (url: string, from: string): Post =>
  async ({ to, subject, text, language, files = [] }) => {
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
      const attachments = files.map(({ name, content }) => ({ filename: name, content, contentType: 'text/plain; charset=utf-8' }))
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        attachments,
        headers: { 'content-language': language },
      })
    } finally {
      transport.close()
    }
  }
