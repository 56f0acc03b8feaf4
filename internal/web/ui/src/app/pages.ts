import type { QueryClient } from '@tanstack/react-query'
import { matchPath } from 'react-router'
import { reading, readingAll, readingSheet, type Params } from '../api/client'
import { idOf } from '../ids'
import { late } from './late'
import { readLast, type Permission } from './session'

type Begin = (cache: QueryClient, key: string, place: URLSearchParams) => void

type PageOf = { path: string; need: Permission | Permission[]; Page: ReturnType<typeof late>; begin?: Begin }

/** The pages by their addresses, with what one must may (one of it) to see them; of those opened most, their reads. */
export const pages: PageOf[] = [
  {
    path: '/',
    need: 'graph.read',
    Page: late('Overview', () => import('../pages/Overview')),
    begin: (cache, _, place) => {
      const as_of = place.get('as_of') ?? undefined
      const since = place.get('since') ?? undefined
      void cache.prefetchQuery(readingAll('/chains', { query: { as_of, since } }))
      void cache.prefetchQuery(reading('/gaps', { query: { status: 'proposed', limit: 3, as_of } }))
    },
  },
  {
    path: '/chains/:key',
    need: 'graph.read',
    Page: late('Chain', () => import('../pages/Chain')),
    begin: (cache, key, place) => {
      const of: Params<'/chains/{id}'> = { path: { id: key }, query: { as_of: place.get('as_of') ?? undefined } }
      void cache.prefetchQuery(reading('/chains/{id}', of))
      if (place.has('tab') || place.has('gap')) return
      void cache.prefetchQuery(readingSheet('structure', { chain: key, ...look(place) }))
    },
  },
  {
    path: '/chains/:key/template',
    need: 'graph.edit',
    Page: late('Template', () => import('../pages/chain/Template')),
  },
  {
    path: '/gaps',
    need: 'graph.read',
    Page: late('Gaps', () => import('../pages/Gaps')),
    begin: (cache, _, place) =>
      void cache.prefetchQuery(readingAll('/gaps', { query: { as_of: place.get('as_of') ?? undefined } })),
  },
  { path: '/investment', need: 'graph.read', Page: late('Investment', () => import('../pages/Investment')) },
  { path: '/enterprises', need: 'graph.read', Page: late('Enterprises', () => import('../pages/Enterprises')) },
  {
    path: '/enterprises/:key',
    need: 'graph.read',
    Page: late('Enterprise', () => import('../pages/Enterprise')),
    begin: (cache, key, place) => {
      const as_of = place.get('as_of') ?? undefined
      void cache.prefetchQuery(reading('/enterprises/{id}', { path: { id: key }, query: { as_of } }))
      const id = idOf('enterprise', key)
      void cache.prefetchQuery(reading('/enterprises/{id}/missing-inputs', { path: { id }, query: { as_of } }))
      void cache.prefetchQuery(readingSheet('supply', { of: id, ...look(place) }))
    },
  },
  { path: '/data', need: 'graph.read', Page: late('Data', () => import('../pages/Data')) },
  { path: '/history', need: 'graph.read', Page: late('History', () => import('../pages/History')) },
  { path: '/me', need: 'own', Page: late('Me', () => import('../pages/people/Me')) },
  {
    path: '/management',
    need: ['account.manage', 'settings.manage'],
    Page: late('Management', () => import('../pages/people/Management')),
  },
  { path: '/audit', need: 'audit.read', Page: late('Audit', () => import('../pages/people/Audit')) },
  { path: '/things/:id', need: 'graph.read', Page: late('Thing', () => import('../pages/Thing')) },
]

/** Whether a page is for somebody: one of what it needs is enough. */
export const shown = ({ need }: Pick<PageOf, 'need'>, may: (permission: Permission) => boolean) =>
  [need].flat().some(may)

/** The page under an address. */
export const pageAt = (path: string) => pages.find((p) => p.path === path || p.path.startsWith(`${path}/:`))

/** What the address says of every drawing. */
const look = (place: URLSearchParams) => ({
  lang: place.get('lang') === 'en' ? ('en' as const) : ('zh' as const),
  as_of: place.get('as_of') ?? undefined,
})

/** Begins to read code and data of the page at an address, both at once, before anything is shown. */
export function begin(cache: QueryClient, { pathname, search }: Pick<Location, 'pathname' | 'search'>) {
  void cache.prefetchQuery(reading('/session', {}))
  const reads = readLast()
  if (reads) void cache.prefetchQuery(reading('/meta', {}))
  for (const { path, Page, begin: read } of pages) {
    const found = matchPath(path, pathname)
    if (!found) continue
    void Page.begin(cache)
    if (reads) read?.(cache, found.params['key'] ?? '', new URLSearchParams(search))
  }
}
