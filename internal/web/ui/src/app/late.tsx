import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { superseded } from '../api/build'
import { Problem } from '../api/client'
import { Region } from '../parts/region'

type Code = { default: ComponentType }

/** How the code of a page is read. */
const readingCode = (name: string, load: () => Promise<Code>, cache: QueryClient) =>
  queryOptions<ComponentType, Problem>({
    queryKey: ['code', name],
    queryFn: () =>
      load().then(
        (of) => of.default,
        () => lacking(cache),
      ),
    staleTime: Infinity,
    gcTime: Infinity,
  })

/**
 * A page whose code comes when it is first opened. While the server is away it is asked for again, as data is; when
 * the server has another build, which no longer holds the code, a newer page is offered instead.
 */
export function late(name: string, load: () => Promise<Code>) {
  const Late = () => {
    const cache = useQueryClient()
    const code = useQuery(readingCode(name, load, cache))
    return <Region query={code}>{(Page) => <Page />}</Region>
  }
  /** Begins to read the code before the page is shown. */
  const begin = (cache: QueryClient) => cache.prefetchQuery(readingCode(name, load, cache))
  return Object.assign(Late, { begin })
}

/** Why code did not come: another build, or the server is away. */
async function lacking(cache: QueryClient): Promise<never> {
  const newer = await superseded()
  if (newer) cache.setQueryData(['build'], true)
  throw newer ? new Problem(410, 'page.superseded', '', '') : new Problem(503, 'page.code', '', '')
}
