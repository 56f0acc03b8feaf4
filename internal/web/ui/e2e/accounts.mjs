import assert from 'node:assert/strict'

const password = '七里坪的梧桐树 2026'
/** Chains of who works on two of them. */
export const twoChains = ['chain:optoelectronics', 'chain:new-energy']

/** An account of every role, the leader with two chains; what each permits is read from the server. */
export async function settle(url) {
  const post = async (path, body, cookie) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
      body: JSON.stringify(body),
    })
    const said = await answer.json()
    assert.ok(answer.ok, `${path}: ${JSON.stringify(said)}`)
    return { said, cookie: answer.headers.get('set-cookie')?.split(';')[0] }
  }
  const enter = async (name) => (await post('/session', { name, password })).cookie
  const make = async (role, by, chains) => {
    const body = { name: `the-${role}`, post: `示例岗位-${role}`, roles: [role], ...(chains && { chains }) }
    const { said } = await post('/accounts', body, by)
    await post('/session/link', { link: said.link, password })
  }
  await make('admin')
  const cookies = { admin: await enter('the-admin') }
  for (const role of ['leader', 'staff', 'keeper', 'reader', 'sysadmin', 'secadmin', 'auditor']) {
    await make(role, cookies.admin, role === 'leader' ? twoChains : undefined)
    cookies[role] = await enter(`the-${role}`)
  }
  /** Asks the API as a role. */
  const ask = async (role, path) =>
    (await fetch(`${url}/api/v1${path}`, { headers: { cookie: cookies[role] } })).json()
  return { cookies, ask, post: (role, path, body) => post(path, body, cookies[role]) }
}

/** A session as a browser keeps it. */
export const kept = (url, cookie) => {
  const [name, value] = cookie.split(/=(.*)/s)
  return { name, value, url, httpOnly: true, sameSite: 'Lax' }
}
