import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export const binary = process.env.CHAINCHIEF_BIN ?? new URL('../../../../bin/chainchief', import.meta.url).pathname

export async function freePort() {
  return new Promise((done) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}

/** Starts the real program on an empty folder, with further arguments ({url}: its address); waits until it answers. */
export async function start(...more) {
  const data = await mkdtemp(join(tmpdir(), 'chainchief-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const given = more.map((x) => x.replace('{url}', url))
  const child = spawn(binary, ['serve', '--addr', `127.0.0.1:${port}`, '--data', data, ...given], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  for (let tries = 0; ; tries++) {
    try {
      if ((await fetch(`${url}/readyz`)).ok) break
    } catch {
      if (tries > 300 || child.exitCode !== null) throw new Error(`the server did not start (exit ${child.exitCode})`)
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  return {
    url,
    data,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      const code = await ended
      await rm(data, { recursive: true, force: true })
      await rm(`${data}.key`, { force: true })
      return code
    },
  }
}

/** A Chromium that looks nothing up outside. */
export function browse() {
  const paths = [
    process.env.CHROMIUM,
    '/usr/bin/chromium-headless-shell', // the same browser without its windows: pages open faster
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].filter(Boolean)
  return import('node:fs').then(({ existsSync }) => {
    const executablePath = paths.find((p) => existsSync(p))
    if (!executablePath) throw new Error('there is no Chromium; run make browser')
    return chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
  })
}
