import { spawn, execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * An nginx before a server, as an intranet has it: TLS ends at it, the pages stand under a path, and it hands on what
 * is behind the path, which decodes the slashes of ids, under a name of its own.
 */
export async function nginx({ port, path, to }) {
  const dir = await mkdtemp(join(tmpdir(), 'chainchief-nginx-'))
  const key = join(dir, 'key.pem')
  const certificate = join(dir, 'certificate.pem')
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1']
  execFileSync('openssl', [...made, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((t) => `${t}_temp_path ${dir}/${t};`)
  await writeFile(
    join(dir, 'nginx.conf'),
    `daemon off; pid ${dir}/pid; error_log stderr warn;
    events {}
    http {
      access_log off; ${temporary.join(' ')}
      server {
        listen 127.0.0.1:${port} ssl;
        ssl_certificate ${certificate}; ssl_certificate_key ${key};
        location ${path}/ { proxy_pass ${to}/; }
      }
    }`,
  )
  const child = spawn('nginx', ['-p', dir, '-c', join(dir, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const failed = new Promise((_, no) => child.once('error', () => no(new Error('there is no nginx; run make proxy'))))
  const answers = async () => {
    for (let tries = 0; tries < 100; tries++) {
      if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`)
      try {
        execFileSync('openssl', ['s_client', '-connect', `127.0.0.1:${port}`], {
          input: '',
          stdio: ['pipe', 'ignore', 'ignore'],
        })
        return
      } catch {
        await new Promise((done) => setTimeout(done, 100))
      }
    }
    throw new Error('nginx does not answer')
  }
  await Promise.race([answers(), failed])
  return async () => {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    await ended
    await rm(dir, { recursive: true, force: true })
  }
}
