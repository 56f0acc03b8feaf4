import { useEffect } from 'react'
import { useLang } from '../i18n'

/** The page's name in the title of the window; the product's alone while it is not known. */
export function useTitle(page: string | undefined) {
  const { t } = useLang()
  const product = t('product')
  useEffect(() => {
    document.title = page ? `${page} · ${product}` : product
    return () => {
      document.title = product
    }
  }, [page, product])
}
