import { createContext, useContext } from 'react'
import type { Meta } from '../api/client'
import { useLang } from '../i18n'
import { useSession } from './session'

/** What the server says of itself, read once. */
export const MetaContext = createContext<Meta | undefined>(undefined)
export const useMeta = () => useContext(MetaContext)

/** The city whose chains these are; empty until the server has said it. */
export function useCity(): string {
  const meta = useMeta()
  const session = useSession() // who may not read the graph knows it from there
  const { lang } = useLang()
  return (lang === 'en' ? (meta?.city_en ?? session?.city_en) : (meta?.city ?? session?.city)) ?? ''
}

/** Words of a code, from the API's lists; the code itself when the list lacks it. */
export function useTerms(): (list: string, code: string) => string {
  const meta = useMeta()
  const { lang } = useLang()
  return (list, code) => {
    const term = meta?.terms[list]?.find((t) => t.code === code)
    return term ? (lang === 'en' ? term.en : term.zh) : code
  }
}
