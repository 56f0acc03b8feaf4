import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type Ref } from 'react'
import { useGo } from '../../app/place'
import { kindOf } from '../../ids'
import { states } from '../marks'
import { useZoom, type Size } from './useZoom'

// The drawing's own head is cropped on the page, its foot stays.
const head = 104
const styleOfSheet = /^(<svg[^>]*?) style="([^"]*)"/

/** What the toolbar does with a drawing. */
export type Hands = { by: (factor: number) => void; fit: () => void }

type Props = {
  text: string
  full: boolean
  /** Its own head stays: the leader's edition is nothing without its sentence. */
  headed: boolean
  /** The states whose cards are shown. */
  shown: string[]
  chosen: string | undefined
  choose: ((link: string) => void) | undefined
  /** Cards with a frame: what an edit changes. */
  framed?: string[]
  hands: Ref<Hands>
  scaled: (scale: number) => void
  /** Told how many cards are in each state; empty for a drawing without states. */
  counted: (counts: Record<string, number>) => void
}

/**
 * The server's SVG, put in so that its cards can be reached: a card opens its drawer or page; hovering shows what
 * feeds it and what it feeds.
 */
export function Canvas({ text, full, headed, shown, chosen, choose, framed, hands, scaled, counted }: Props) {
  const go = useGo()
  const frame = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size>({ width: 1600, height: 900 - head })

  // The drawing is ours, made of escaped text by our own painter; it is put in as it is.
  useLayoutEffect(() => {
    const host = sheet.current
    if (!host) return
    // Styles in text are refused (Content-Security-Policy); that of a drawing is put in by hand.
    host.innerHTML = text.replace(styleOfSheet, '$1')
    const svg = host.querySelector('svg')
    if (svg) svg.style.cssText = styleOfSheet.exec(text)?.[2] ?? ''
    const { width, height } = svg?.viewBox.baseVal ?? { width: 1600, height: 900 }
    const top = full || headed ? 0 : head
    svg?.setAttribute('viewBox', `0 ${top} ${width} ${height - top}`)
    svg?.removeAttribute('width')
    svg?.removeAttribute('height')
    setSize({ width, height: height - top })
    counted(countStates(host))
  }, [text, full, headed, counted])

  const { scale, fit, by, show } = useZoom(frame, sheet, size, full)
  useEffect(() => scaled(scale), [scale, scaled])
  useImperativeHandle(hands, () => ({ by, fit }), [by, fit])

  // Chosen and hovered cards are marked by classes; nothing is dimmed.
  useEffect(() => {
    const host = sheet.current
    if (!host) return
    host.querySelectorAll('.chosen').forEach((e) => e.classList.remove('chosen'))
    if (!chosen) return
    mark(host, chosen, 'chosen')
    const card = cardOf(host, chosen)
    if (card) show(card)
  }, [chosen, text, full, show])

  const frames = framed?.join(' ')
  useEffect(() => {
    const host = sheet.current
    if (!host) return
    host.querySelectorAll('.framed').forEach((e) => e.classList.remove('framed'))
    frames?.split(' ').forEach((id) => cardOf(host, id)?.classList.add('framed'))
  }, [frames, text])

  useEffect(() => {
    const host = sheet.current
    if (!host) return
    const hidden = new Set<string>()
    host.querySelectorAll<SVGGElement>('g.card').forEach((card) => {
      const state = card.dataset['class'] ?? ''
      const away = (states as readonly string[]).includes(state) && !shown.includes(state)
      card.style.display = away ? 'none' : ''
      if (away) hidden.add(card.dataset['id'] ?? '')
    })
    host.querySelectorAll<SVGGElement>('g.edge').forEach((edge) => {
      edge.style.display =
        hidden.has(edge.dataset['from'] ?? '') || hidden.has(edge.dataset['to'] ?? '') ? 'none' : ''
    })
  }, [shown, text, full])

  useEffect(() => {
    const host = sheet.current
    if (!host) return
    const cardAt = (target: EventTarget | null) =>
      target instanceof Element ? target.closest<SVGGElement>('g.card') : null
    const click = (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      const card =
        cardAt(event.target) ??
        (event.target instanceof Element ? event.target.querySelector<SVGGElement>('g.card') : null)
      const id = card?.dataset['id']
      const to = event.target instanceof Element ? event.target.closest('a')?.getAttribute('href') : undefined
      if (choose && id && kindOf(id) === 'link') choose(id)
      else if (to) go(to)
      else return
      event.preventDefault()
    }
    const over = (event: Event) => {
      host.querySelectorAll('.near').forEach((e) => e.classList.remove('near'))
      if (!host.querySelector('g.edge')) return
      const card =
        event.type === 'focusin' && event.target instanceof Element
          ? event.target.querySelector<SVGGElement>('g.card')
          : cardAt(event.target)
      if (card?.dataset['id']) mark(host, card.dataset['id'], 'near')
    }
    host.addEventListener('click', click)
    host.addEventListener('mouseover', over)
    host.addEventListener('focusin', over)
    return () => {
      host.removeEventListener('click', click)
      host.removeEventListener('mouseover', over)
      host.removeEventListener('focusin', over)
    }
  }, [choose, go, text])

  return (
    <div ref={frame} className="frame">
      <div ref={sheet} className="sheet" style={{ width: size.width }} />
    </div>
  )
}

/** Cards by state; none when the drawing does not tell states. */
function countStates(host: HTMLElement): Record<string, number> {
  const counts: Record<string, number> = {}
  const seen = new Set<string>()
  host.querySelectorAll<SVGGElement>('g.card').forEach((card) => {
    const { class: state = '', id = '' } = card.dataset
    if (!(states as readonly string[]).includes(state) || seen.has(id)) return
    seen.add(id)
    counts[state] = (counts[state] ?? 0) + 1
  })
  return counts
}

const cardOf = (host: HTMLElement, id: string) => host.querySelector(`g.card[data-id="${CSS.escape(id)}"]`)

/** Marks a card, the lines at it and the cards at their other ends. */
function mark(host: HTMLElement, id: string, name: string) {
  cardOf(host, id)?.classList.add(name)
  host.querySelectorAll<SVGGElement>('g.edge').forEach((edge) => {
    const { from = '', to = '' } = edge.dataset
    if (from !== id && to !== id) return
    edge.classList.add(name)
    if (name === 'near') cardOf(host, from === id ? to : from)?.classList.add(name)
  })
}
