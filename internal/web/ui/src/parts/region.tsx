import type { UseQueryResult } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { Problem } from '../api/client'
import { Go } from '../app/link'
import type { Permission } from '../app/session'
import { useTitle } from '../app/title'
import { useLang } from '../i18n'

/** A region that is read: skeleton after 300 ms, error with a way out, old content while the store is away. */
export function Region<T>({
  query,
  rows = 4,
  children,
}: {
  query: UseQueryResult<T, Problem>
  rows?: number
  children: (data: T) => ReactNode
}) {
  const { t } = useLang()
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Alert type="warning" showIcon title={t('away')} className="notice" />}
        {children(query.data)}
      </>
    )
  }
  if (query.isError) return <Failure problem={query.error} retry={() => void query.refetch()} />
  return <Waiting rows={rows} />
}

/** A page that none of one's roles may see. */
export function NotAllowed({ need }: { need: Permission }) {
  const { t } = useLang()
  return (
    <Empty>
      <p>{t('notAllowed', need)}</p>
      <p>
        <Go to="/me">{t('whatIMay')}</Go>
      </p>
    </Empty>
  )
}

/** Bars where content will stand, after 300 ms. */
export function Waiting({ rows }: { rows: number }) {
  const { t } = useLang()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-label={t('loading')} className="waiting">
      {late && <Skeleton title={false} paragraph={{ rows }} />}
    </div>
  )
}

export function Failure({ problem, retry }: { problem: Problem; retry: () => void }) {
  const { t, lang } = useLang()
  const said = lang === 'zh' ? (problem.detailZH ?? problem.message) : problem.message
  if (problem.status === 404) return <NotFound />
  if (problem.code === 'page.superseded') return <Superseded />
  if (problem.status === 0 || problem.code === 'page.code') return <Away retry={retry} />
  return (
    <Alert
      type="error"
      showIcon
      className="notice"
      title={t('failed')}
      description={
        <>
          <p>
            {said} {t('stillWorks')}
          </p>
          <p className="quiet">{problem.request && t('requestNo', problem.request)}</p>
          <Button onClick={retry}>{t('retry')}</Button>
        </>
      }
    />
  )
}

/** The server is away and there is nothing yet to show: what to do, and that it comes back by itself. */
function Away({ retry }: { retry: () => void }) {
  const { t } = useLang()
  return (
    <div className="empty" role="status">
      <h2>{t('awayTitle')}</h2>
      <p>{t('awayHelp')}</p>
      <p>
        <Button onClick={retry}>{t('retry')}</Button>
      </p>
    </div>
  )
}

function Superseded() {
  const { t } = useLang()
  return (
    <div className="empty">
      <h2>{t('superseded')}</h2>
      <p>
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('loadNewer')}
        </Button>
      </p>
    </div>
  )
}

/** Stands instead of a page that failed while it was shown. */
export function Broken({ again }: { again: () => void }) {
  const { t } = useLang()
  return (
    <div className="empty" role="alert">
      <h2>{t('broken')}</h2>
      <p>{t('brokenHelp')}</p>
      <p>
        <Button onClick={again}>{t('retry')}</Button>{' '}
        <Button onClick={() => window.location.reload()}>{t('reopen')}</Button>
      </p>
    </div>
  )
}

export function NotFound() {
  const { t } = useLang()
  useTitle(t('notFound'))
  return (
    <div className="empty">
      <h2>{t('notFound')}</h2>
      <p>{t('notFoundText')}</p>
      <p>
        <Go to="/">{t('toOverview')}</Go>
      </p>
    </div>
  )
}

export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>
}
