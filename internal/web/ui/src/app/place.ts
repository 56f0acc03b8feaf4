import { useCallback } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { idOf, keyOf, kindOf } from '../ids'

/** The part of the address behind "?": every filter, tab, drawer and revision lives there. */
export function usePlace() {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (changes: Record<string, string | undefined>, replace = false, state: unknown = undefined) => {
      setParams(
        (old) => {
          const next = new URLSearchParams(old)
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value)
            else next.delete(name)
          }
          return next
        },
        { replace, state },
      )
    },
    [setParams],
  )
  return { get: (name: string) => params.get(name) ?? undefined, set }
}

/** Goes to a page and keeps the language and the revision that is looked at. */
export function useGo() {
  const navigate = useNavigate()
  const address = useAddress()
  return useCallback((to: string) => void navigate(address(to)), [navigate, address])
}

/** Addresses as seen from here: with the language and the revision; a gap of the chain that is open stays beside it. */
export function useAddress(): (to: string) => string {
  const { pathname } = useLocation()
  const [params] = useSearchParams()
  return useCallback((to: string) => withView(beside(to, pathname), params), [pathname, params])
}

function beside(to: string, pathname: string): string {
  const gap = /^\/gaps\?gap=([^&]+)$/.exec(to)?.[1]
  if (!gap) return to
  const chain = `/chains/${decodeURIComponent(gap).split('/')[0]}`
  return chain === pathname ? `${chain}?tab=gaps&gap=${gap}` : to
}

/**
 * The thing whose drawer is open, by its key in the address. Opening is one step of the history, however many things
 * are looked at after it; closing takes that step back.
 */
export function useOpening(kind: 'gap' | 'link') {
  const place = usePlace()
  const navigate = useNavigate()
  const { state } = useLocation() as { state: { opened?: string } | null }
  const key = place.get(kind)
  return {
    opened: key && idOf(kind, key),
    open: (id: string | undefined) => {
      if (id) place.set({ [kind]: keyOf(id) }, key !== undefined, key === undefined ? { opened: kind } : state)
      else if (state?.opened === kind) void navigate(-1)
      else place.set({ [kind]: undefined }, true)
    },
  }
}

function withView(to: string, params: URLSearchParams): string {
  const [path, query = ''] = to.split('?')
  const next = new URLSearchParams(query)
  for (const name of ['lang', 'as_of']) {
    const value = params.get(name)
    if (value) next.set(name, value)
  }
  const text = next.toString()
  return text ? `${path}?${text}` : path!
}

/** Address of whatever an id names. */
export function pageOf(id: string): string {
  const key = keyOf(id)
  switch (kindOf(id)) {
    case 'chain':
      return `/chains/${key}`
    case 'link':
      return `/chains/${key.split('/')[0]}?link=${encodeURIComponent(key)}`
    case 'gap':
      return `/gaps?gap=${encodeURIComponent(key)}`
    case 'enterprise':
      return `/enterprises/${key}`
  }
  return `/things/${encodeURIComponent(id)}`
}
