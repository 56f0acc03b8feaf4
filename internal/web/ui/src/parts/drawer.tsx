import { CloseOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useLang } from '../i18n'
import { typing } from './keys'

/** The ways out of a drawer; one that leads nowhere is undefined. */
export type Ways = { next: (() => void) | undefined; previous: (() => void) | undefined; close: () => void }

/** J and K go along a list, Esc closes; closed, the focus goes back to what opened the drawer. */
export function useDrawerKeys(id: string, order: string[], open: (id: string | undefined) => void): Ways {
  const at = order.indexOf(id)
  const way = (to: string | undefined) => (to === undefined ? undefined : () => open(to))
  const ways: Ways = {
    next: at < 0 ? undefined : way(order[at + 1]),
    previous: way(order[at - 1]),
    close: () => open(undefined),
  }
  useEffect(() => {
    const opener = document.activeElement
    return () => {
      if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus()
    }
  }, [])
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (typing(event)) return
      if (event.key === 'j') ways.next?.()
      else if (event.key === 'k') ways.previous?.()
      else if (event.key === 'Escape') ways.close()
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  })
  return ways
}

/** The same by mouse. */
export function DrawerTools({ next, previous, close }: Ways) {
  const { t } = useLang()
  return (
    <span className="drawer-tools">
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
