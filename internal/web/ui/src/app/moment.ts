import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import { useApi } from '../api/client'
import { dayOf, onZone, zoneNow } from '../parts/days'
import { usePlace } from './place'

/** The moment that the page looks at. */
export type Moment = {
  /** An earlier one: there is nothing to write then. */
  past: boolean
  /** The newest revision of then and when it was written; undefined until the server has said it. */
  revision: number | undefined
  written: string | undefined
  /** Its day: what is late, and how long something lasts, is said as of it. */
  today: string
}

export const MomentContext = createContext<Moment>({
  past: false,
  revision: undefined,
  written: undefined,
  today: dayOf(new Date()),
})
export const useMoment = () => useContext(MomentContext)
export const usePast = () => useMoment().past
export const useToday = () => useMoment().today

/** Reads what moment the address names; once, for the whole page. */
export function useAskedMoment(reads: boolean): Moment {
  const asked = usePlace().get('as_of')
  const { data } = useApi('/meta', {}, reads)
  const zone = useSyncExternalStore(onZone, zoneNow)
  const [revision, written] = [data?.revision, data?.time]
  return useMemo(() => {
    const named = asked && /^\d{4}-\d\d-\d\d$/.test(asked)
    const today = named ? asked : dayOf((asked && written) || new Date())
    return { past: asked !== undefined, revision, written, today }
  }, [asked, revision, written, zone])
}
