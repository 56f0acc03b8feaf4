import { useEffect, useId } from 'react'
import { useLang } from '../i18n'

/** Names of what is shown: a page, a tab of it, what is open beside it. */
const shown = new Map<string, { name: string; depth: number }>()

function write(product: string) {
  const names = [...shown.values()].sort((a, b) => b.depth - a.depth).map((x) => x.name)
  document.title = [...names, product].join(' · ')
}

/** Puts a name into the title of the window, the innermost first; nothing while it is not known. */
export function useTitle(name: string | undefined, depth: 0 | 1 | 2 = 0) {
  const { t } = useLang()
  const id = useId()
  const product = t('product')
  useEffect(() => {
    if (name) shown.set(id, { name, depth })
    write(product)
    return () => {
      shown.delete(id)
      write(product)
    }
  }, [id, name, depth, product])
}
