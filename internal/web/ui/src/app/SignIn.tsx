import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { reading, send, type Problem, type Session } from '../api/client'
import { useLang } from '../i18n'
import { Refusal } from '../parts/form'
import { leave } from './Arrival'
import { Brand } from './Brand'
import { useTitle } from './title'

type Given = { name: string; password: string; code?: string }

/** Asks for name and password, and for a code when there is a second factor; of a known account over its page. */
export function SignIn({ enter, account }: { enter: (session: Session) => void; account?: string | undefined }) {
  const { t, lang } = useLang()
  useTitle(t('signIn'))
  const ways = useQuery(reading('/session/ways', {})).data
  const elsewhere = useMutation<void, Problem>({ mutationFn: leave })
  const [name, setName] = useState(account ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [caps, setCaps] = useState(false)
  const signIn = useMutation<Session, Problem, Given>({
    mutationFn: (given) => send('/session', {}, given),
    onSuccess: enter,
  })
  const asked = signIn.error?.code === 'session.code_needed' || code !== ''
  const form = (
    <form
      className="signin-form"
      onSubmit={(event) => {
        event.preventDefault()
        signIn.mutate({ name: name.trim(), password, ...(code && { code: code.trim() }) })
      }}
    >
      <Refusal problem={elsewhere.error} />
      {!(asked && signIn.error?.code === 'session.code_needed') && <Refusal problem={signIn.error} />}
      <label>
        <span>{t('account')}</span>
        <Input
          value={name}
          readOnly={account !== undefined}
          autoComplete="username"
          autoFocus={account === undefined}
          onChange={(e) => setName(e.target.value)}
        />
      </label>
      <label>
        <span>{t('password')}</span>
        <Input.Password
          value={password}
          autoComplete="current-password"
          autoFocus={account !== undefined}
          onChange={(e) => setPassword(e.target.value)}
          onKeyUp={(e: KeyboardEvent) => setCaps(e.getModifierState('CapsLock'))}
        />
      </label>
      <p className="quiet note" role="status">
        {caps ? t('caps') : t('lockRule')}
      </p>
      {asked && (
        <label>
          <span>{t('code')}</span>
          <Input
            value={code}
            autoComplete="one-time-code"
            autoFocus
            placeholder={t('codeHint')}
            onChange={(e) => setCode(e.target.value)}
          />
        </label>
      )}
      <Button type="primary" htmlType="submit" block loading={signIn.isPending} disabled={!name.trim() || !password}>
        {asked ? t('proceed') : t('signIn')}
      </Button>
      {ways?.oidc && (
        <Button block loading={elsewhere.isPending || elsewhere.isSuccess} onClick={() => elsewhere.mutate()}>
          {t(account === undefined ? 'signInBy' : 'signInByLeaving', ways.oidc_title ?? '')}
        </Button>
      )}
      {account !== undefined && (
        <Button block onClick={() => window.location.reload()}>
          {t('otherAccount')}
        </Button>
      )}
    </form>
  )
  if (account !== undefined) return form
  return (
    <main className="signin">
      <div>
        <Brand of={lang === 'en' ? ways?.city_en : ways?.city} />
        <h1>{t('signIn')}</h1>
        {form}
      </div>
    </main>
  )
}
