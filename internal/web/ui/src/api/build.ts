import { useQuery } from '@tanstack/react-query'
import { Problem } from './client'
import { root } from './root'

const entry = (page: Document) => page.querySelector('script[type=module]')?.getAttribute('src') ?? ''

const loaded = entry(document)

/** Whether the server now serves another build of this page than the one that runs here. */
export async function superseded(): Promise<boolean> {
  let answer: Response
  try {
    answer = await fetch(`${root}/`, { cache: 'no-store' })
  } catch {
    throw new Problem(0, 'network', '', '')
  }
  if (!answer.ok) throw new Problem(answer.status, 'network', '', '')
  const now = entry(new DOMParser().parseFromString(await answer.text(), 'text/html'))
  return now !== '' && now !== loaded
}

/** Asks now and then, and whenever somebody comes back to the tab. */
export function useSuperseded(): boolean {
  const { data } = useQuery<boolean, Problem>({
    queryKey: ['build'],
    queryFn: superseded,
    initialData: false,
    initialDataUpdatedAt: () => Date.now(),
    refetchInterval: 5 * 60_000,
  })
  return data
}
