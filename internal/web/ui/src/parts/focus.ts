import { useEffect, useRef } from 'react'

/** Where the focus goes when what was opened for a thing is closed: its row or card, else what opened it. */
function way(id: string, opener: Element | null): Element | null | undefined {
  const name = CSS.escape(id)
  return (
    document.querySelector(`[data-opens="${name}"]`) ??
    document.querySelector(`.sheet g.card[data-id="${name}"]`)?.closest('a') ??
    (opener?.isConnected && opener !== document.body ? opener : document.querySelector('main'))
  )
}

/** Gives the focus back when a drawer or dialog that shows a thing goes, wherever one has come to meanwhile. */
export function useFocusBack(id: string) {
  const shown = useRef(id)
  useEffect(() => {
    shown.current = id
  }, [id])
  useEffect(() => {
    const opener = document.activeElement
    return () => {
      // Only once what closes is gone: till then it holds the focus.
      const to = way(shown.current, opener)
      if (to instanceof HTMLElement || to instanceof SVGElement) to.focus({ preventScroll: true })
    }
  }, [])
}
