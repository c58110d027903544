/**
 * How a cookie is named on the wire. Over HTTPS it carries the prefix `__Host-`, with which a browser takes it only from this
 * host itself and never from a neighbouring one; over plain HTTP (a laptop) browsers refuse that prefix.
 */

/** What a request says of itself. */
interface Asked {
  readonly protocol: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly cookies?: Readonly<Record<string, string | undefined>>
}

/** Came by HTTPS, as far as the proxy in front says. A sender who lies about it only binds his own cookie. */
export const isSecure = ({ protocol, headers }: Asked): boolean =>
  protocol === 'https' || /^https\b/i.test(String(headers['x-forwarded-proto'] ?? ''))

/** The name that a cookie has on this connection. */
export const wireName = (request: Asked, name: string): string => (isSecure(request) ? `__Host-${name}` : name)

/** A cookie of the request. */
export const cookieOf = (request: Asked, name: string): string | undefined => request.cookies?.[wireName(request, name)]
