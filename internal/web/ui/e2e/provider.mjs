// A provider of OpenID Connect for tests (oidc-provider). Whom it knows stands in a file that a test changes: names and
// their claims. Any password is right, and nobody is asked for consent.
//   node provider.mjs PORT PEOPLE.json REDIRECT [SECONDS that an id token lives] [claims: token or userinfo]
import { readFileSync } from 'node:fs'
import { Provider } from 'oidc-provider'

const [port, people, redirect, lives = '3600', where = 'token'] = process.argv.slice(2)
const known = () => JSON.parse(readFileSync(people, 'utf8'))
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'chainchief',
      client_secret: 'a secret of the test',
      redirect_uris: [redirect],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups', 'chains'] },
  conformIdTokenClaims: where !== 'token',
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...known()[id] }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    })
    grant.addOIDCScope('openid profile')
    await grant.save()
    return grant
  },
  ttl: { IdToken: Number(lives), AccessToken: 3600, Session: 3600, Interaction: 3600, Grant: 3600 },
  cookies: { keys: ['of a test'] },
})
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'))
