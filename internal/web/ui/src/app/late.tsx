import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, type ComponentType } from 'react'
import { superseded } from '../api/build'
import { Problem } from '../api/client'
import { Region } from '../parts/region'

type Code<P> = { default: ComponentType<P> }

/** How code is read that comes late. */
const readingCode = <P,>(name: string, load: () => Promise<Code<P>>, cache: QueryClient) =>
  queryOptions<ComponentType<P>, Problem>({
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
 * A page, or a part of one, whose code comes when it is first opened. While the server is away it is asked for again,
 * as data is; when the server has another build, which no longer holds the code, a newer page is offered instead.
 */
export function late<P extends object = object>(name: string, load: () => Promise<Code<P>>) {
  const Late = (props: P) => {
    const cache = useQueryClient()
    const code = useQuery(readingCode(name, load, cache))
    return <Region query={code}>{(Part) => <Part {...props} />}</Region>
  }
  /** Begins to read the code before it is shown. */
  const begin = (cache: QueryClient) => cache.prefetchQuery(readingCode(name, load, cache))
  return Object.assign(Late, { begin })
}

/** Reads the code of parts once the page stands, so that they open at once and while the server is away. */
export function useSoon(...parts: { begin: (cache: QueryClient) => Promise<void> }[]) {
  const cache = useQueryClient()
  useEffect(() => {
    const timer = setTimeout(() => parts.forEach((part) => void part.begin(cache)), 1500)
    return () => clearTimeout(timer)
  }, [cache])
}

/** Why code did not come: another build, or the server is away. */
async function lacking(cache: QueryClient): Promise<never> {
  const newer = await superseded()
  if (newer) cache.setQueryData(['build'], true)
  throw newer ? new Problem(410, 'page.superseded', '', '') : new Problem(503, 'page.code', '', '')
}
