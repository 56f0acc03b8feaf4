import { useCallback } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { keyOf, kindOf } from '../ids'

/** The part of the address behind "?": every filter, tab, drawer and revision lives there. */
export function usePlace() {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (changes: Record<string, string | undefined>, replace = false) => {
      setParams(
        (old) => {
          const next = new URLSearchParams(old)
          for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value)
            else next.delete(name)
          }
          return next
        },
        { replace },
      )
    },
    [setParams],
  )
  return { get: (name: string) => params.get(name) ?? undefined, set }
}

/** Goes to a page and keeps the language and the revision that is looked at. */
export function useGo() {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  return useCallback((to: string) => void navigate(withView(to, params)), [navigate, params])
}

export function withView(to: string, params: URLSearchParams): string {
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
