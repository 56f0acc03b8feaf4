import { Popover } from 'antd'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useLang } from '../../i18n'

type Props = {
  children: ReactNode
  /** What the panel is about. */
  name: string
  content: () => ReactNode
  wide?: boolean
  /** Looks like a link: an act rather than a question. */
  plain?: boolean
}

/** A label with a dotted line that opens an answer: Enter opens, Esc closes and gives the focus back. */
export function Asks({ children, name, content, wide = false, plain = false }: Props) {
  const { t } = useLang()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={
        <Panel name={name} wide={wide} close={close}>
          {content()}
        </Panel>
      }
    >
      <button
        ref={button}
        type="button"
        className={plain ? 'as-link' : 'asks'}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={plain ? name : t('why', name)}
      >
        {children}
      </button>
    </Popover>
  )
}

/** What opens under a button: takes the focus, keeps its keys from the page behind, closes by Esc. */
export function Panel({
  name,
  wide = false,
  close,
  children,
}: {
  name: string
  wide?: boolean
  close: () => void
  children: ReactNode
}) {
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => panel.current?.focus({ preventScroll: true }), [])
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Tab' || event.key === 'Enter' || event.key === ' ') return
    event.stopPropagation() // the keys of the page and of a drawer behind rest while this is read
    if (event.key === 'Escape') close()
  }
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={name}
      tabIndex={-1}
      className={wide ? 'answer wide' : 'answer'}
      onKeyDown={key}
    >
      {children}
    </div>
  )
}
