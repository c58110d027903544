/** A real OpenID provider on this machine, for tests of single sign-on: every person who comes is signed in at once. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** Who the provider knows: what it says about the next person that comes. */
export interface TestProvider {
  readonly issuer: string
  /** The claims of whoever signs in next. */
  claims: { sub: string; preferred_username?: string; email?: string; email_verified?: boolean }
  /** What a browser does: follows the redirects until the provider sends it back to us; gives the query it comes with. */
  visit(url: string, callback: string): Promise<string>
  close(): Promise<void>
}

/** Starts the provider for a client with a secret. */
export async function openProvider(clientId: string, clientSecret: string, callback: string): Promise<TestProvider> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const known: TestProvider = {
    issuer,
    claims: { sub: 'nobody' },
    visit: (url, end) => follow(url, end),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback], grant_types: ['authorization_code'] }],
    claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/act/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...known.claims, sub }) }),
    loadExistingGrant: async (ctx) => {
      const { client, account } = ctx.oidc
      const grant = new ctx.oidc.provider.Grant({ clientId: client!.clientId, accountId: account!.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  const serve = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url!.startsWith('/act/')) void serve(request, response)
    else void provider.interactionFinished(request, response, { login: { accountId: known.claims.sub } })
  })
  return known
}

async function follow(start: string, end: string): Promise<string> {
  const jar = new Map<string, string>()
  let url = start
  for (let step = 0; step < 10; step++) {
    if (url.startsWith(end)) return new URL(url).search
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      jar.set(name!, value!)
    }
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`The provider stopped with ${answer.status}: ${(await answer.text()).slice(0, 300)}`)
    url = new URL(next, url).href
  }
  throw new Error('The provider sends in circles')
}
