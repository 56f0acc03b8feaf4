import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { superseded } from '../api/build'
import { Problem } from '../api/client'
import { Region } from '../parts/region'

type Code = { default: ComponentType }

/**
 * A page whose code comes when it is first opened. While the server is away it is asked for again, as data is; when
 * the server has another build, which no longer holds the code, a newer page is offered instead.
 */
export function late(name: string, load: () => Promise<Code>) {
  return function Late() {
    const cache = useQueryClient()
    const code = useQuery<ComponentType, Problem>({
      queryKey: ['code', name],
      queryFn: () =>
        load().then(
          (of) => of.default,
          () => lacking(cache),
        ),
      staleTime: Infinity,
      gcTime: Infinity,
    })
    return <Region query={code}>{(Page) => <Page />}</Region>
  }
}

/** Why code did not come: another build, or the server is away. */
async function lacking(cache: QueryClient): Promise<never> {
  const newer = await superseded()
  if (newer) cache.setQueryData(['build'], true)
  throw newer ? new Problem(410, 'page.superseded', '', '') : new Problem(503, 'page.code', '', '')
}
