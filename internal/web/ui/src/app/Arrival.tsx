import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import { send, type Problem, type Session } from '../api/client'
import { root } from '../api/root'
import { useLang } from '../i18n'
import { Refusal } from '../parts/form'
import { Brand } from './Brand'
import { useTitle } from './title'

/** Where one was before signing in elsewhere. */
const left = 'chainchief.left'

/** Goes to the provider to sign in; it sends the browser back to Arrival. */
export async function leave() {
  const { address } = await send('/session/oidc', {}, undefined as never)
  sessionStorage.setItem(left, window.location.href)
  window.location.assign(address)
}

/** The page that one was on, as long as it is one of this site. */
function before(): string {
  const address = sessionStorage.getItem(left) ?? ''
  return address.startsWith(`${window.location.origin}${root}/`) ? address : `${root}/`
}

/** Where the provider sends the browser back to, with a code that signs in once. */
export function Arrival() {
  const { t } = useLang()
  useTitle(t('signIn'))
  const params = useSearchParams()[0]
  const state = params.get('state') ?? ''
  const code = params.get('code') ?? ''
  const refused = params.get('error')
  const arrived = useQuery<Session, Problem>({
    queryKey: ['arrival', state],
    queryFn: () => send('/session/oidc/finish', {}, { state, code }),
    enabled: !refused && state !== '' && code !== '',
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  useEffect(() => {
    if (arrived.data) window.location.replace(before())
  }, [arrived.data])
  const failed = arrived.isError || !state || !code
  return (
    <main className="signin">
      <div>
        <Brand />
        <h1>{t(failed ? 'notArrived' : 'signIn')}</h1>
        {refused ? (
          <p role="alert" className="trouble">
            {t('providerSaid', refused.slice(0, 100))}
          </p>
        ) : (
          <Refusal problem={arrived.error} />
        )}
        {failed ? (
          <Button type="primary" block onClick={() => window.location.replace(before())}>
            {t('toSignIn')}
          </Button>
        ) : (
          <p role="status">{t('arriving')}</p>
        )}
      </div>
    </main>
  )
}
