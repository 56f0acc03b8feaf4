import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Drawer, Input, Radio } from 'antd'
import { useState } from 'react'
import { end, reading, send, type Account, type Answer, type Problem } from '../../api/client'
import { root } from '../../api/root'
import { usePlace } from '../../app/place'
import { useRoles, useSession } from '../../app/session'
import { dotted, label, series, useLang } from '../../i18n'
import { dayOf, minuteOf, zoned } from '../../parts/days'
import { Choice, Field, Refusal, sendByKey } from '../../parts/form'
import { useFocusBack } from '../../parts/focus'
import { Region } from '../../parts/region'
import { administrators } from './rights'
import { Rights } from './Roles'
import { SessionTable } from './Sessions'
import { WillSee } from './WillSee'

type List = Answer<'/accounts'>

const question = reading('/accounts', {})
/** What stands in the address for an account that is not made yet: no account has that name. */
const fresh = '+'

/** Who can sign in, as what, on which chains. */
export function Accounts() {
  const { t } = useLang()
  const place = usePlace()
  const accounts = useQuery(question)
  const open = place.get('account')
  return (
    <Region query={accounts}>
      {(list) => {
        const opened = list.items.find((a) => a.name === open)
        return (
          <>
            <div className="row spread">
              <p className="facts">
                <span>
                  {t('accounts')} <b>{list.items.length}</b>
                </span>
                <span>
                  {t('disabledCount')} <b>{list.items.filter((a) => a.disabled).length}</b>
                </span>
                <span>
                  {t('factor')} <b>{list.items.filter((a) => a.factor).length}</b>
                </span>
                {list.items.some((a) => a.roles.includes('admin')) && <span>{t('allThree')}</span>}
              </p>
              <Button icon={<PlusOutlined />} onClick={() => place.set({ account: fresh })}>
                {t('newAccount')}
              </Button>
            </div>
            <Table list={list} opened={open} />
            {(open === fresh || opened) && (
              <OneAccount key={open} of={opened} list={list} close={() => place.set({ account: undefined })} />
            )}
          </>
        )
      }}
    </Region>
  )
}

/** What the roles may. */
export function Roles() {
  const accounts = useQuery(question)
  return <Region query={accounts}>{(list) => <Rights list={list} />}</Region>
}

function Table({ list, opened }: { list: List; opened: string | undefined }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const roles = useRoles()
  const own = useSession()?.account
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('account')}</th>
          <th scope="col">{t('role')}</th>
          <th scope="col">{t('post')}</th>
          <th scope="col">{t('range')}</th>
          <th scope="col">{t('factor')}</th>
          <th scope="col">{t('madeOn')}</th>
          <th scope="col">{t('hint')}</th>
        </tr>
      </thead>
      <tbody>
        {list.items.map((a) => (
          <tr key={a.name} className={a.name === opened ? 'chosen' : undefined}>
            <th scope="row">
              <button
                type="button"
                className="as-link"
                data-opens={`account:${a.name}`}
                onClick={() => place.set({ account: a.name })}
              >
                {a.name}
              </button>
            </th>
            <td>{roles(a.roles) || '—'}</td>
            <td>{a.post}</td>
            <td>{scoped(a) ? scopeOf(a) : '—'}</td>
            <td>{t(a.factor ? 'factorOn' : 'factorOff')}</td>
            <td className="date">{dayOf(a.made)}</td>
            <td>
              {dotted(lang, [
                a.name === own && t('you'),
                a.disabled && t('disabled'),
                !a.password && !a.disabled && !a.origin && t('noPassword'),
                a.origin && t(`origin_${a.origin}`),
              ])}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )

  function scopeOf(a: Account) {
    if (a.chains.length === 0) return t('allChains')
    if (a.chains.length > 2) return t('chainsCount', a.chains.length)
    return series(
      lang,
      (list.chains ?? []).filter((c) => a.chains.includes(c.id)).map((c) => label(lang, c)),
    )
  }
}

/** Whether what an account sees depends on chains. */
const scoped = (a: { roles: string[] }) => !a.roles.some((role) => administrators.includes(role))

/** An account beside the list, or a new one. */
function OneAccount({ of, list, close }: { of: Account | undefined; list: List; close: () => void }) {
  const { t, lang } = useLang()
  const cache = useQueryClient()
  const place = usePlace()
  const roles = useRoles()
  const me = useSession()?.account
  const own = of !== undefined && of.name === me
  const [name, setName] = useState('')
  const [post, setPost] = useState(of?.post ?? '')
  const [role, setRole] = useState(of ? (of.roles[0] ?? '') : 'reader')
  const [chains, setChains] = useState(of?.chains ?? [])
  useFocusBack(`account:${of?.name ?? fresh}`)
  const again = () => void cache.invalidateQueries({ queryKey: question.queryKey })
  const save = useMutation<Account, Problem>({
    mutationFn: () =>
      of
        ? send('/accounts/{name}', { path: { name: of.name } }, changes(of))
        : send(
            '/accounts',
            {},
            { name: name.trim(), post: post.trim(), roles: [role], ...(chains.length && { chains }) },
          ),
    onSuccess: (made) => {
      again()
      if (of) close()
      else if ('link' in made) setLink(made as Made)
    },
  })
  const [link, setLink] = useState<Made>()
  const invite = useMutation<Made, Problem>({
    mutationFn: () => send('/accounts/{name}/link', { path: { name: of!.name } }, undefined as never),
    onSuccess: setLink,
  })
  const disable = useMutation<Account, Problem>({
    mutationFn: () => send('/accounts/{name}', { path: { name: of!.name } }, { disabled: !of!.disabled }),
    onSuccess: again,
  })
  const dropFactor = useMutation<unknown, Problem>({
    mutationFn: () => send('/accounts/{name}/factor/off', { path: { name: of!.name } }, undefined as never),
    onSuccess: again,
  })
  const may = list.roles.find((r) => r.role === role)?.permissions ?? []
  return (
    <Drawer open mask={false} size={524} rootClassName="beside" title={of?.name ?? t('newAccount')} onClose={close}>
      {link && (
        <div role="status">
          <p>{t('inviteShown', zoned(lang, minuteOf(link.expires)))}</p>
          <p className="secret">{`${window.location.origin}${root}/password#${link.link}`}</p>
          {!of && <Button onClick={() => place.set({ account: undefined })}>{t('close')}</Button>}
        </div>
      )}
      {(of || !link) && (
        <form
          className="form account"
          onKeyDown={sendByKey}
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate()
          }}
        >
          {!of && (
            <Field name={t('account')} needed>
              {(control) => (
                <Input {...control} value={name} maxLength={60} onChange={(e) => setName(e.target.value)} />
              )}
            </Field>
          )}
          <Field name={t('post')} needed>
            {(control) => (
              <Input
                {...control}
                value={post}
                maxLength={100}
                disabled={of?.origin !== undefined}
                placeholder={t('accountHint')}
                onChange={(e) => setPost(e.target.value)}
              />
            )}
          </Field>
          <Choice name={t('role')} needed>
            <Radio.Group
              className="stacked"
              value={role}
              disabled={own || of?.origin !== undefined}
              options={list.roles.map((r) => ({ value: r.role, label: roles([r.role]) }))}
              onChange={(e) => setRole(String(e.target.value))}
            />
          </Choice>
          {scoped({ roles: [role] }) && (
            <div className="field-row" role="group" aria-label={t('range')}>
              <span>{t('range')}</span>
              <div>
                <p className="quiet note">
                  {chains.length === 0 ? t('allChains') : `${chains.length}/${list.chains?.length ?? 0}`}
                </p>
                <Checkbox.Group
                  className="two-columns"
                  value={chains}
                  options={list.chains?.map((c) => ({ value: c.id, label: label(lang, c) }))}
                  onChange={(chosen: string[]) => setChains(chosen)}
                />
              </div>
            </div>
          )}
          {of?.origin && <p className="quiet">{t(`outside_${of.origin}`)}</p>}
          <WillSee may={may} chains={scoped({ roles: [role] }) ? chains.length : 0} of={list.chains?.length ?? 0} />
          {[save, invite, disable, dropFactor].map((act, i) => (
            <Refusal key={i} problem={act.error} />
          ))}
          <div className="row">
            <Button
              type="primary"
              htmlType="submit"
              loading={save.isPending}
              disabled={!post.trim() || (!of && !name.trim())}
            >
              {t('save')}
            </Button>
            {of && (
              <>
                <Button disabled={own} onClick={() => disable.mutate()}>
                  {t(of.disabled ? 'enable' : 'disable')}
                </Button>
                {!of.origin && (
                  <Button disabled={own} onClick={() => invite.mutate()}>
                    {t('invite')}
                  </Button>
                )}
                {of.factor && !own && <Button onClick={() => dropFactor.mutate()}>{t('factorDropOf')}</Button>}
              </>
            )}
          </div>
        </form>
      )}
      {of && <SessionsOf name={of.name} />}
    </Drawer>
  )

  function changes(was: Account) {
    const all = !scoped({ roles: [role] }) || chains.length === 0
    return {
      ...(!was.origin && post.trim() !== was.post && { post: post.trim() }),
      ...(!was.origin && role !== was.roles[0] && { roles: [role] }),
      ...(all ? { all_chains: true } : { chains }),
    }
  }
}

/** Where an account is signed in. */
function SessionsOf({ name }: { name: string }) {
  const { t } = useLang()
  const cache = useQueryClient()
  const asked = reading('/accounts/{name}/sessions', { path: { name } })
  const sessions = useQuery(asked)
  const drop = useMutation<void, Problem, string>({
    mutationFn: (id) => end('/accounts/{name}/sessions/{id}', { path: { name, id } }),
    onSettled: () => void cache.invalidateQueries({ queryKey: asked.queryKey }),
  })
  return (
    <section>
      <h2>{t('sessions')}</h2>
      <Refusal problem={drop.error} />
      <Region query={sessions} rows={1}>
        {({ items }) =>
          items.length > 0 ? (
            <SessionTable items={items} end={(id) => drop.mutate(id)} />
          ) : (
            <p className="quiet">{t('noSessions')}</p>
          )
        }
      </Region>
    </section>
  )
}

type Made = Answer<'/accounts/{name}/link', 'post'>
