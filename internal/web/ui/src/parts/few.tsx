import { Fragment, useState, type ReactNode } from 'react'
import { useLang } from '../i18n'

/** The first of a list until one asks for all of it. */
export function useFew<T>(list: T[], most: number): { shown: T[]; left: number; unfold: () => void } {
  const [all, setAll] = useState(false)
  const shown = all ? list : list.slice(0, most)
  return { shown, left: list.length - shown.length, unfold: () => setAll(true) }
}

type Props<T> = {
  of: T[]
  most?: number
  /** How many there are, when the server sent only the first of them. */
  total?: number
  between?: ReactNode
  /** What holds the line that says how many more there are. */
  tail?: 'span' | 'li'
  children: (item: T, at: number) => ReactNode
}

/** The first of a list, then how many more there are: what is at hand unfolds, what the server kept is said. */
export function Few<T>({
  of,
  most = of.length,
  total = of.length,
  between,
  tail: Tail = 'span',
  children,
}: Props<T>) {
  const { t } = useLang()
  const { shown, left, unfold } = useFew(of, most)
  const more = t('more', total - shown.length)
  return (
    <>
      {shown.map((item, i) => (
        <Fragment key={i}>
          {i > 0 && between}
          {children(item, i)}
        </Fragment>
      ))}
      {total > shown.length && (
        <>
          {' '}
          <Tail className="quiet">
            {left > 0 ? (
              <button type="button" className="as-link" onClick={unfold}>
                {more}
              </button>
            ) : (
              more
            )}
          </Tail>
        </>
      )}
    </>
  )
}
