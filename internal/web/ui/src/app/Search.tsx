import { SearchOutlined } from '@ant-design/icons'
import { Fragment, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useApi, type Hit } from '../api/client'
import { label, useLang } from '../i18n'
import { pageOf, useGo } from './place'
import { useTerms } from './terms'

const most = 10 // results shown
const longest = 100 // characters the server takes

/** What is asked of the server for a text. */
const wanted = (text: string) => [...text.trim()].slice(0, longest).join('').trim()

/** Search over everything: Ctrl K, arrows, Enter, Esc. The server matches names, aliases, codes, pinyin, initials. */
export function Search() {
  const { t, lang } = useLang()
  const words = useTerms()
  const go = useGo()
  const input = useRef<HTMLInputElement>(null)
  const before = useRef<Element | null>(null)
  const list = useId()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const found = useApi('/search', { query: { q: asked, limit: most } }, asked !== '')
  const hits = asked && found.data ? found.data.items : []

  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted(text)), 120)
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        before.current = document.activeElement
        input.current?.focus()
        input.current?.select()
      }
    }
    window.addEventListener('keydown', focus)
    return () => window.removeEventListener('keydown', focus)
  }, [])

  const leave = () => {
    setOpen(false)
    setText('')
    input.current?.blur()
  }
  const choose = (hit: Hit | undefined) => {
    if (!hit) return
    leave()
    go(pageOf(hit.id))
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((n) => Math.min(n + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setAt((n) => Math.max(n - 1, 0))
    else if (event.key === 'Enter') choose(found.data && asked === wanted(text) ? hits[at] : undefined)
    else if (event.key === 'Escape') {
      leave()
      if (before.current instanceof HTMLElement) before.current.focus()
    } else return
    event.preventDefault()
  }
  const long = text.length > longest
  const shown = open && asked !== ''
  return (
    <div className="search" role="search">
      <SearchOutlined aria-hidden="true" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t('search')}
        aria-expanded={shown}
        aria-controls={list}
        aria-activedescendant={shown && hits[at] ? `${list}-${at}` : undefined}
        autoComplete="off"
        placeholder={t('search')}
        value={text}
        onChange={(e) => {
          setText(e.target.value)
          setAt(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={key}
      />
      <kbd>{shown ? 'Esc' : 'Ctrl K'}</kbd>
      <div id={list} role="listbox" aria-label={t('search')} className="hits" hidden={!shown}>
        {hits[0]?.near && (
          <div className="hit-none" role="presentation">
            {t('searchNear', asked)}
          </div>
        )}
        {hits.map((hit, i) => (
          <Fragment key={hit.id}>
            {hit.kind !== hits[i - 1]?.kind && (
              <div className="hit-kind" role="presentation">
                {words('kind', hit.kind)}
              </div>
            )}
            <div
              id={`${list}-${i}`}
              role="option"
              aria-selected={i === at}
              className={i === at ? 'hit at' : 'hit'}
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => choose(hit)}
              onMouseMove={() => setAt(i)}
            >
              <span>{label(lang, hit)}</span> {hit.matched && <span className="quiet">({hit.matched})</span>}
              <span className="quiet hint">{lang === 'en' ? hit.hint_en : hit.hint}</span>
            </div>
          </Fragment>
        ))}
        {found.data && hits.length === 0 && (
          <div className="hit-none" role="option" aria-selected={false}>
            {t('searchNone', asked)}
          </div>
        )}
        {(hits.length > 0 || long) && (
          <div className="hit-foot" role="presentation">
            {long ? t('searchLong', longest) : t('searchHint')}{' '}
            {hits.length === most && <span>{t('searchFirst', most)}</span>}
          </div>
        )}
      </div>
    </div>
  )
}
