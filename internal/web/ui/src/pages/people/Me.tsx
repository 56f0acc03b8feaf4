import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { end, reading, send, useAll, type Answer, type Problem, type Session } from '../../api/client'
import { useMay, useRoles, useSession } from '../../app/session'
import { useTitle } from '../../app/title'
import { label, series, useLang, type Word } from '../../i18n'
import { dayOf } from '../../parts/days'
import { Day, Field, Refusal } from '../../parts/form'
import { Empty, Region } from '../../parts/region'
import { SessionTable } from './Sessions'
import { permissionWord, permissions } from './rights'

/** One's own account: what one may, the password, the second factor, tokens. */
export default function Me() {
  const { t } = useLang()
  useTitle(t('myAccount'))
  const session = useSession()
  const roles = useRoles()
  if (!session?.account) return <Empty>{t('aloneMode')}</Empty>
  return (
    <>
      <div className="page-head">
        <h1>{t('myAccount')}</h1>
        <p className="facts">
          <span>{session.account}</span>
          <span>{session.post}</span>
          <span>{roles(session.roles)}</span>
        </p>
      </div>
      {session.owes && (
        <div className="banner" role="status">
          {t(session.owes === 'factor' ? 'owesFactor' : 'owesPassword')}
        </div>
      )}
      {session.owes ? (
        <div className="owed">{session.owes === 'factor' ? <Factor session={session} /> : <Password />}</div>
      ) : (
        <Whole session={session} />
      )}
    </>
  )
}

function Whole({ session }: { session: Session }) {
  const { t, lang } = useLang()
  return (
    <div className="columns">
      <div>
        <h2>
          {t('whatIMay')} <span className="quiet note">{t('byAdministrator')}</span>
        </h2>
        <table className="grid">
          <tbody>
            <tr>
              <th scope="row">{t('range')}</th>
              <td>
                <Scope chains={session.chains} />
              </td>
            </tr>
            <tr>
              <th scope="row">{t('may')}</th>
              <td>{listed(permissions.filter((p) => session.permissions.includes(p)))}</td>
            </tr>
            <tr>
              <th scope="row">{t('mayNot')}</th>
              <td>{listed(permissions.filter((p) => !session.permissions.includes(p)))}</td>
            </tr>
          </tbody>
        </table>
        <Sessions />
        <Tokens session={session} />
      </div>
      <aside>
        {session.origin ? <p>{t(`origin_${session.origin}`)}</p> : <Password />}
        {session.origin !== 'oidc' && <Factor session={session} />}
      </aside>
    </div>
  )

  function listed(list: string[]) {
    return series(
      lang,
      list.map((p) => t(permissionWord(p))),
    )
  }
}

/** The chains that somebody works on, by name where they may be read. */
function Scope({ chains }: { chains: string[] }) {
  const { t, lang } = useLang()
  const known = useAll('/chains', {}, useMay()('graph.read')).data ?? []
  if (chains.length === 0) return <>{t('allChains')}</>
  const names = chains.map((id) => known.find((c) => c.id === id)).filter((c) => c !== undefined)
  const all = series(
    lang,
    names.map((c) => label(lang, c)),
  )
  return <>{names.length === chains.length ? all : t('chainsCount', chains.length)}</>
}

/** Sends a form once, and empties it when it was taken. */
function useForm<T>(send: () => Promise<T>, after: (answer: T) => void) {
  const act = useMutation<T, Problem>({ mutationFn: send, onSuccess: after })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    act.mutate()
  }
  return { act, submit }
}

function Password() {
  const { t } = useLang()
  const cache = useQueryClient()
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  const { act, submit } = useForm(
    () => send('/session/password', {}, { old, password }),
    () => {
      setOld('')
      setPassword('')
      for (const path of ['/session', '/session/all'] as const)
        void cache.invalidateQueries({ queryKey: reading(path, {}).queryKey })
    },
  )
  return (
    <form className="signin-form" onSubmit={submit}>
      <h2>{t('password')}</h2>
      <label>
        <span>{t('oldPassword')}</span>
        <Input.Password value={old} autoComplete="current-password" onChange={(e) => setOld(e.target.value)} />
      </label>
      <label>
        <span>{t('newPassword')}</span>
        <Input.Password value={password} autoComplete="new-password" onChange={(e) => setPassword(e.target.value)} />
      </label>
      <p className="quiet note">{t('passwordRule')}</p>
      <Refusal problem={act.error} />
      <p>
        <Button htmlType="submit" disabled={!old || !password} loading={act.isPending}>
          {t('changePassword')}
        </Button>{' '}
        <span className="quiet note" role="status">
          {act.isSuccess ? t('changed') : t('changeEnds')}
        </span>
      </p>
    </form>
  )
}

/** Makes, confirms and drops the second factor. */
function Factor({ session }: { session: Session }) {
  const { t } = useLang()
  const cache = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [key, setKey] = useState<string>()
  const [codes, setCodes] = useState<string[]>()
  const emptied = () => {
    setPassword('')
    setCode('')
    void cache.invalidateQueries({ queryKey: reading('/session', {}).queryKey })
  }
  const begin = useForm(
    () => send('/session/factor', {}, { password }),
    (answer: Answer<'/session/factor', 'post'>) => setKey(new URL(answer.address).searchParams.get('secret') ?? ''),
  )
  const confirm = useForm(
    () => send('/session/factor/confirm', {}, { code }),
    (answer: Answer<'/session/factor/confirm', 'post'>) => {
      setCodes(answer.codes)
      setKey(undefined)
      if (!session.owes) emptied() // else the codes would be gone with this page
    },
  )
  const drop = useForm(() => send('/session/factor/off', {}, { password, code }), emptied)
  const passwordField = (
    <label>
      <span>{t('password')}</span>
      <Input.Password
        value={password}
        autoComplete="current-password"
        onChange={(e) => setPassword(e.target.value)}
      />
    </label>
  )
  const codeField = (
    <label>
      <span>{t('code')}</span>
      <Input value={code} autoComplete="one-time-code" onChange={(e) => setCode(e.target.value)} />
    </label>
  )
  if (codes && session.owes)
    return (
      <div role="status">
        <p>{t('factorCodes')}</p>
        <p className="secret">{codes.join('  ')}</p>
        <Button onClick={emptied}>{t('codesKept')}</Button>
      </div>
    )
  const shown = session.factor ? drop : key === undefined ? begin : confirm
  const typed = (shown === confirm || password) && (shown === begin || code.trim())
  const act: Word = session.factor ? 'factorDrop' : key === undefined ? 'factorBegin' : 'confirm'
  return (
    <form className="signin-form" onSubmit={shown.submit}>
      <h2>
        {t('factor')} <span className="quiet note">{t(session.factor ? 'factorOn' : 'factorOff')}</span>
      </h2>
      {codes && (
        <div role="status">
          <p>{t('factorCodes')}</p>
          <p className="secret">{codes.join('  ')}</p>
        </div>
      )}
      {key !== undefined && !session.factor && (
        <>
          <p>{t('factorHelp')}</p>
          <p>
            {t('factorKey')} <span className="secret">{key}</span>
          </p>
        </>
      )}
      {(session.factor || key === undefined) && passwordField}
      {(session.factor || key !== undefined) && codeField}
      <Refusal problem={shown.act.error} />
      <p>
        <Button htmlType="submit" loading={shown.act.isPending} disabled={!typed}>
          {t(act)}
        </Button>
      </p>
    </form>
  )
}

/** Where one is signed in; ends what one has not begun. */
function Sessions() {
  const { t } = useLang()
  const cache = useQueryClient()
  const asked = reading('/session/all', {})
  const sessions = useQuery(asked)
  const drop = useMutation<void, Problem, string | undefined>({
    mutationFn: (id) => (id ? end('/session/all/{id}', { path: { id } }) : end('/session/all', {})),
    onSettled: () => void cache.invalidateQueries({ queryKey: asked.queryKey }),
  })
  const others = sessions.data?.items.filter((x) => !x.this).length ?? 0
  return (
    <section>
      <h2>
        {t('sessions')}{' '}
        {others > 0 && (
          <Button size="small" loading={drop.isPending} onClick={() => drop.mutate(undefined)}>
            {t('endOthers', others)}
          </Button>
        )}
      </h2>
      <Refusal problem={drop.error} />
      <Region query={sessions} rows={1}>
        {({ items }) => <SessionTable items={items} end={(id) => drop.mutate(id)} />}
      </Region>
    </section>
  )
}

function Tokens({ session }: { session: Session }) {
  const { t, lang } = useLang()
  const cache = useQueryClient()
  const tokens = useQuery(reading('/session/tokens', {}))
  const [making, setMaking] = useState(false)
  const again = () => void cache.invalidateQueries({ queryKey: reading('/session/tokens', {}).queryKey })
  const revoke = useMutation<void, Problem, string>({
    mutationFn: (id) => end('/session/tokens/{id}', { path: { id } }),
    onSuccess: again,
  })
  return (
    <section>
      <h2>
        {t('tokens')} <span className="quiet note">{t('tokensHelp')}</span>{' '}
        <Button size="small" onClick={() => setMaking(true)}>
          {t('newToken')}
        </Button>
      </h2>
      {making && <NewToken session={session} again={again} close={() => setMaking(false)} />}
      <Refusal problem={revoke.error} />
      <Region query={tokens}>
        {({ items }) =>
          items.length > 0 && (
            <table className="grid">
              <thead>
                <tr>
                  <th scope="col">{t('tokenFor')}</th>
                  <th scope="col">{t('tokenMay')}</th>
                  <th scope="col">{t('tokenUntil')}</th>
                  <th scope="col">{t('revoke')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((x) => (
                  <tr key={x.id}>
                    <th scope="row">{x.title}</th>
                    <td>
                      {series(
                        lang,
                        x.permissions.map((p) => t(permissionWord(p))),
                      )}
                    </td>
                    <td className="date">{dayOf(x.expires)}</td>
                    <td>
                      <button type="button" className="as-link" onClick={() => revoke.mutate(x.id)}>
                        {t('revoke')}
                        <span className="unseen"> {x.title}</span>
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Region>
    </section>
  )
}

function NewToken({ session, again, close }: { session: Session; again: () => void; close: () => void }) {
  const { t } = useLang()
  const [title, setTitle] = useState('')
  const [expires, setExpires] = useState('')
  const [may, setMay] = useState<string[]>([])
  const { act, submit } = useForm(() => send('/session/tokens', {}, { title, expires, permissions: may }), again)
  if (act.data)
    return (
      <div role="status">
        <p>{t('tokenShown')}</p>
        <p className="secret">{act.data.secret}</p>
        <Button onClick={close}>{t('close')}</Button>
      </div>
    )
  return (
    <form className="form" onSubmit={submit}>
      <Field name={t('tokenFor')} needed>
        {(of) => <Input {...of} value={title} maxLength={100} onChange={(e) => setTitle(e.target.value)} />}
      </Field>
      <Field name={t('tokenUntil')} needed>
        {(of) => <Day of={of} value={expires} set={setExpires} />}
      </Field>
      <div className="field-row" role="group" aria-label={t('tokenMay')}>
        <span>{t('tokenMay')}</span>
        <Checkbox.Group
          className="stacked"
          value={may}
          options={session.permissions.map((p) => ({ value: p, label: t(permissionWord(p)) }))}
          onChange={(list: string[]) => setMay(list)}
        />
      </div>
      <Refusal problem={act.error} />
      <div className="row">
        <Button type="primary" htmlType="submit" disabled={!title.trim() || !expires || may.length === 0}>
          {t('newToken')}
        </Button>
        <Button onClick={close}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
