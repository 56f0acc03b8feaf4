import { useRef, type KeyboardEvent } from 'react'
import type { Cell } from '../api/client'
import { useTerms } from '../app/terms'
import { dotted, label, useLang } from '../i18n'
import { Mark, states } from './marks'

/** One cell a link, in chain order, a gap between stages: one sees where the chain is broken. */
export function Strip({ cells, open, name }: { cells: Cell[]; open: (link: string) => void; name: string }) {
  const { lang } = useLang()
  const words = useTerms()
  const row = useRef<HTMLDivElement>(null)
  const counts = states
    .map((s) => `${words('coverage', s)} ${cells.filter((c) => c.coverage === s).length}`)
    .join(lang === 'en' ? ', ' : '，')
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const buttons = [...(row.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    if (step && at >= 0) {
      event.preventDefault()
      buttons[at + step]?.focus()
    }
  }
  return (
    <div className="strip" role="group" aria-label={`${name}：${counts}`} ref={row} onKeyDown={move}>
      {cells.map((cell, i) => (
        <button
          key={cell.id}
          type="button"
          tabIndex={i === 0 ? 0 : -1}
          className={`cell state-${cell.coverage}${i > 0 && cells[i - 1]?.stage !== cell.stage ? ' turn' : ''}`}
          title={dotted(lang, [label(lang, cell), words('coverage', cell.coverage)])}
          aria-label={dotted(lang, [label(lang, cell), words('coverage', cell.coverage)])}
          onClick={() => open(cell.id)}
        >
          <Mark state={cell.coverage} size={9} />
        </button>
      ))}
    </div>
  )
}
