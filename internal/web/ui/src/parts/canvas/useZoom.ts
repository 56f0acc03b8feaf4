import { select } from 'd3-selection'
import { zoom as d3zoom, zoomIdentity, zoomTransform, type ZoomBehavior } from 'd3-zoom'
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'

// Under this a drawing's text falls below 10 px: it is panned instead.
const least = 0.75
const most = 4
const bar = 48 // below the sheet in full screen, pixels

export type Size = { width: number; height: number }

/**
 * Pan and zoom of a sheet in its frame; at scale 1 a unit of the drawing is a pixel. Ctrl + wheel zooms, dragging
 * pans, the wheel alone scrolls the page. A sheet opens as wide as its frame; the frame is as high as the sheet is
 * then, and keeps both while a drawer makes it narrower.
 */
export function useZoom(
  frame: RefObject<HTMLDivElement | null>,
  sheet: RefObject<HTMLDivElement | null>,
  size: Size,
  full: boolean,
) {
  // All before the first paint: nothing moves once it is seen.
  const behaviour = useRef<ZoomBehavior<HTMLDivElement, unknown> | null>(null)
  const fitted = useRef(true)
  const [scale, setScale] = useState(1)

  const fit = useCallback(() => {
    const host = frame.current
    const z = behaviour.current
    if (!host || !z) return
    const wide = host.clientWidth / size.width
    const high = window.innerHeight - bar
    const k = full ? Math.min(wide, high / size.height) : Math.max(least, wide)
    host.style.height = `${full ? high : Math.round(size.height * k)}px`
    z.scaleExtent([Math.min(least, k), most]).translateExtent([
      [0, 0],
      [size.width, size.height],
    ])
    const [x, y] = full ? [(host.clientWidth - size.width * k) / 2, (high - size.height * k) / 2] : [0, 0]
    select(host).call(z.transform, zoomIdentity.translate(x, y).scale(k))
    fitted.current = true
  }, [frame, size.width, size.height, full])

  useLayoutEffect(() => {
    const host = frame.current
    if (!host) return
    const z = d3zoom<HTMLDivElement, unknown>()
      .filter((event: MouseEvent | WheelEvent) => (event.type === 'wheel' ? event.ctrlKey : event.button === 0))
      .clickDistance(4)
      .on('zoom', (event: { transform: { x: number; y: number; k: number } }) => {
        const { x, y, k } = event.transform
        if (sheet.current) sheet.current.style.transform = `translate(${x}px,${y}px) scale(${k})`
        fitted.current = false
        setScale(k)
      })
    behaviour.current = z
    select(host).call(z).on('dblclick.zoom', null)
    return () => {
      select(host).on('.zoom', null)
    }
  }, [frame, sheet])

  useLayoutEffect(() => {
    fit()
    const again = () => {
      if (fitted.current) fit()
    }
    window.addEventListener('resize', again)
    return () => window.removeEventListener('resize', again)
  }, [fit])

  const by = useCallback(
    (factor: number) => {
      if (frame.current && behaviour.current) select(frame.current).call(behaviour.current.scaleBy, factor)
    },
    [frame],
  )

  /** Pans so far that an element of the sheet is in view; stays where it is when it is. */
  const show = useCallback(
    (element: Element) => {
      const host = frame.current
      const z = behaviour.current
      if (!host || !z) return
      const [inner, outer] = [element.getBoundingClientRect(), host.getBoundingClientRect()]
      const pan = (from: number, to: number, low: number, high: number) =>
        from < low ? low - from + 16 : to > high ? high - to - 16 : 0
      const x = pan(inner.left, inner.right, outer.left, outer.right)
      const y = pan(inner.top, inner.bottom, outer.top, outer.bottom)
      if (x || y) select(host).call(z.translateBy, x / zoomTransform(host).k, y / zoomTransform(host).k)
    },
    [frame],
  )
  return { scale, fit, by, show }
}
