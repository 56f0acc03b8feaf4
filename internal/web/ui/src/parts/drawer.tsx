import { CloseOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useLang } from '../i18n'
import { useFocusBack } from './focus'
import { typing } from './keys'

/** The ways out of a drawer; one that leads nowhere is undefined. */
export type Ways = {
  next: (() => void) | undefined
  previous: (() => void) | undefined
  close: () => void
  /** Which of how many, in the order of the list; nothing when it is not in the list. */
  position: string | undefined
}

/**
 * J and K go along a list as it is shown; the component library's drawer closes by Esc. Closed, the focus goes to the
 * row or card of what was shown.
 */
export function useDrawerKeys(id: string, order: string[], open: (id: string | undefined) => void): Ways {
  const at = order.indexOf(id)
  const way = (to: string | undefined) => (to === undefined ? undefined : () => open(to))
  const ways: Ways = {
    next: at < 0 ? undefined : way(order[at + 1]),
    previous: way(order[at - 1]),
    close: () => open(undefined),
    position: at < 0 ? undefined : `${at + 1}/${order.length}`,
  }
  useFocusBack(id)
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (typing(event)) return
      if (event.key === 'j') ways.next?.()
      else if (event.key === 'k') ways.previous?.()
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  })
  return ways
}

/** The same by mouse. */
export function DrawerTools({ next, previous, close, position }: Ways) {
  const { t } = useLang()
  return (
    <span className="drawer-tools">
      <span className="quiet note">{position}</span>
      <Button
        type="text"
        icon={<LeftOutlined />}
        aria-label={t('previous')}
        disabled={!previous}
        onClick={previous}
      />
      <Button type="text" icon={<RightOutlined />} aria-label={t('next')} disabled={!next} onClick={next} />
      <Button type="text" icon={<CloseOutlined />} aria-label={t('close')} onClick={close} />
    </span>
  )
}
