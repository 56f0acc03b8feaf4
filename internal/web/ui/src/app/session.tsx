import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useLayoutEffect, type ReactNode } from 'react'
import { Modal } from 'antd'
import { Problem, reading, type Session } from '../api/client'
import { series, useLang, type Word } from '../i18n'
import { machine } from '../memory'
import { inZone } from '../parts/days'
import { SignIn } from './SignIn'

const question = reading('/session', {})

/** Who asks and what they may; undefined until the server has said it. */
const SessionContext = createContext<Session | undefined>(undefined)
export const useSession = () => useContext(SessionContext)

/** What a role may, by object and act: docs/access.md. */
export type Permission =
  | 'graph.read'
  | 'graph.edit'
  | 'gap.decide'
  | 'contact.read'
  | 'contact.edit'
  | 'figure.read'
  | 'import.apply'
  | 'export'
  | 'account.manage'
  | 'settings.manage'
  | 'audit.read'
  | 'own'

/** Whether who looks at the page may do something; until the server has said who it is, what all may. */
export function useMay(): (permission: Permission) => boolean {
  const session = useSession()
  return (permission) => permission === 'own' || (session?.permissions.includes(permission) ?? true)
}

/** What is said instead of “none” of what belongs to chains: who sees some of them only cannot be told that. */
export function useNone(): Word | undefined {
  return (useSession()?.chains.length ?? 0) > 0 ? 'noneInScope' : undefined
}

/** Roles by their names, as somebody is called by them. */
export function useRoles(): (roles: string[]) => string {
  const { t, lang } = useLang()
  return (roles) =>
    series(
      lang,
      roles.map((role) => t(`role_${role}` as Word)),
    )
}

const reader = 'reads-graph'
/** Whether who was here last could read the graph: else nothing of it is asked before it is known who is here now. */
export const readLast = () => machine.get(reader) !== undefined

const over = (error: unknown) => error instanceof Problem && error.code === 'session.needed'

/** That something must be done first was set, or came to be so, while the page was open. */
const owing = (error: unknown) =>
  error instanceof Problem && ['session.factor_needed', 'session.password_expired'].includes(error.code)

/** Asks anew who it is when an answer says that nobody is signed in any more, or that something is owed. */
export function noticeEnd(cache: QueryClient, error: unknown) {
  if ((over(error) || owing(error)) && cache.getQueryData(question.queryKey))
    void cache.invalidateQueries({ queryKey: question.queryKey })
}

/**
 * Lets in who is known. A session that ends while the page is open is begun again over it: what was typed stays. While
 * the server is away the page says so itself.
 */
export function Gate({ children }: { children: ReactNode }) {
  const { t } = useLang()
  const cache = useQueryClient()
  const { data, error, isPending, failureCount } = useQuery(question)
  const zone = data?.time_zone
  useLayoutEffect(() => {
    if (zone) inZone(zone)
  }, [zone])
  const enter = (session: Session) => {
    const same = data === undefined || data.account === session.account
    cache.setQueryData(question.queryKey, session)
    if (!same) window.location.reload()
    else void cache.invalidateQueries({ predicate: (q) => q.queryKey[0] !== question.queryKey[0] })
  }
  const known = data !== undefined || over(error)
  const reads = data?.permissions.includes('graph.read') ?? false
  useEffect(() => {
    if (known) reads ? machine.set(reader, '1') : machine.drop(reader)
  }, [known, reads])
  if (isPending && failureCount === 0) return null
  if (over(error) && !data) return <SignIn enter={enter} />
  return (
    <SessionContext.Provider value={data}>
      {children}
      <Modal open={over(error)} closable={false} footer={null} title={t('idle')} destroyOnHidden>
        <p className="quiet">{t('idleHelp')}</p>
        <SignIn enter={enter} account={data?.account} />
      </Modal>
    </SessionContext.Provider>
  )
}
