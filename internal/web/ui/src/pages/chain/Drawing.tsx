import { DownloadOutlined, ExpandOutlined, FullscreenOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Pagination, Tooltip } from 'antd'
import { select } from 'd3-selection'
import { zoom as d3zoom, zoomIdentity, type ZoomBehavior } from 'd3-zoom'
import { useEffect, useRef, useState } from 'react'
import { address, useSheet } from '../../api/client'
import { useGo, usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { useLang } from '../../i18n'
import { Mark, states } from '../../parts/marks'
import { Region } from '../../parts/region'

// The technology structure and its changes choose links; in any other kind a card leads to its page.
type Props = { kind: string; chain: string; chosen?: string | undefined; choose?: (link: string) => void; order?: string[] }

// The drawing's own head is cropped on the page, its foot stays: a screenshot keeps its date (pages.md 11).
const crop = 104
const page = { width: 1600, height: 900 }

/** The server's drawing: fit, pan, zoom, full screen; a card opens its drawer or page; hovering shows what feeds it and what it feeds. */
export function Drawing({ from, to, ...props }: Props & { from?: string | undefined; to?: string | undefined }) {
  const { lang } = useLang()
  const place = usePlace()
  const [page, setPage] = useState(1)
  const query = { chain: props.chain, format: 'svg', lang, as_of: to ?? place.get('as_of'), from, page: page > 1 ? page : undefined }
  const path = `/diagrams/${props.kind}`
  const svg = useSheet(path, query)
  return (
    <Region query={svg} rows={12}>
      {({ text, pages }) => (
        <>
          <Canvas {...props} key={text.length} text={text} file={(options) => address(path, { ...query, ...options })} />
          {pages > 1 && <Pagination size="small" align="center" current={page} total={pages} pageSize={1} showSizeChanger={false} onChange={setPage} />}
        </>
      )}
    </Region>
  )
}

type File = { format: string; paper?: string; connectors?: string }

/** What the download menu offers: how a file is called there, and how it is asked for. */
const files = {
  filePptx: { format: 'pptx' },
  filePptxGlued: { format: 'pptx', connectors: 'true' },
  filePdf: { format: 'pdf' },
  filePdfA4: { format: 'pdf', paper: 'a4' },
  filePng: { format: 'png' },
  fileSvg: { format: 'svg' },
  fileJson: { format: 'json' },
} as const satisfies Record<string, File>

function Canvas({ text, file, kind, chosen, choose, order, chain }: Props & { text: string; file: (options: File) => string }) {
  const { t } = useLang()
  const go = useGo()
  const words = useTerms()
  const frame = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const behaviour = useRef<ZoomBehavior<HTMLDivElement, unknown> | null>(null)
  const [scale, setScale] = useState(1)
  const [full, setFull] = useState(false)
  const [shown, setShown] = useState<string[]>([...states])

  // The drawing is ours, made of escaped text by our own painter; it is put in as it is so that its cards can be reached.
  useEffect(() => {
    const host = sheet.current
    if (!host) return
    host.innerHTML = text
    const svg = host.querySelector('svg')
    svg?.setAttribute('viewBox', full ? `0 0 ${page.width} ${page.height}` : `0 ${crop} ${page.width} ${page.height - crop}`)
    svg?.removeAttribute('width')
    svg?.removeAttribute('height')
  }, [text, full])

  useEffect(() => {
    const host = frame.current
    if (!host) return
    const z = d3zoom<HTMLDivElement, unknown>()
      .scaleExtent([0.75, 4])
      .filter((event: MouseEvent | WheelEvent) => (event.type === 'wheel' ? event.ctrlKey : event.button === 0))
      .clickDistance(4)
      .on('zoom', (event: { transform: { x: number; y: number; k: number } }) => {
        if (sheet.current) sheet.current.style.transform = `translate(${event.transform.x}px,${event.transform.y}px) scale(${event.transform.k})`
        setScale(event.transform.k)
      })
    behaviour.current = z
    select(host).call(z).on('dblclick.zoom', null)
    return () => {
      select(host).on('.zoom', null)
    }
  }, [])

  const by = (factor: number) => frame.current && behaviour.current && select(frame.current).call(behaviour.current.scaleBy, factor)
  const fit = () => frame.current && behaviour.current && select(frame.current).call(behaviour.current.transform, zoomIdentity)

  // Chosen and hovered cards are marked by classes; nothing is dimmed.
  useEffect(() => {
    const host = sheet.current
    if (!host) return
    host.querySelectorAll('.chosen').forEach((e) => e.classList.remove('chosen'))
    if (chosen) mark(host, chosen, 'chosen')
    host.querySelectorAll<SVGGElement>('g.card').forEach((card) => {
      card.style.display = kind !== 'structure' || shown.includes(card.dataset['class'] ?? '') ? '' : 'none'
    })
  }, [chosen, text, full, shown, kind])

  useEffect(() => {
    const host = sheet.current
    if (!host) return
    const cardOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<SVGGElement>('g.card') : null)
    const click = (event: MouseEvent) => {
      if (!choose) {
        const to = event.target instanceof Element ? event.target.closest('a')?.getAttribute('href') : undefined
        if (!to || event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        go(to)
        return
      }
      const card = cardOf(event.target) ?? (event.target instanceof Element ? event.target.querySelector<SVGGElement>('g.card') : null)
      if (!card) return
      event.preventDefault()
      if (card.dataset['id']) choose(card.dataset['id'])
    }
    const over = (event: Event) => {
      host.querySelectorAll('.near').forEach((e) => e.classList.remove('near'))
      if (!host.querySelector('g.edge')) return
      const card = event.type === 'focusin' && event.target instanceof Element ? event.target.querySelector<SVGGElement>('g.card') : cardOf(event.target)
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

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey) return
      if (event.key === '+' || event.key === '=') by(1.25)
      else if (event.key === '-') by(0.8)
      else if (event.key === '0') fit()
    }
    const left = () => setFull(document.fullscreenElement !== null)
    window.addEventListener('keydown', keys)
    document.addEventListener('fullscreenchange', left)
    return () => {
      window.removeEventListener('keydown', keys)
      document.removeEventListener('fullscreenchange', left)
    }
  }, [])

  const downloads = (Object.keys(files) as (keyof typeof files)[]).map((key) => ({
    key,
    label: <a id={`file-${key}`} href={file(files[key])} download={`${kind}-${chain}.${files[key].format}`}>{t(key)}</a>,
  }))
  return (
    <div className="drawing">
      <div className="tools">
        {kind === 'structure' && (
          <Checkbox.Group value={shown} onChange={(v) => setShown(v)} aria-label={t('states')}>
            {states.map((s) => (
              <Checkbox key={s} value={s}>
                <Mark state={s} /> {words('coverage', s)}
              </Checkbox>
            ))}
          </Checkbox.Group>
        )}
        <span className="tools-right">
          <Button icon={<ZoomOutOutlined />} aria-label={t('zoomOut')} onClick={() => by(0.8)} />
          <span className="zoom">{Math.round(scale * 100)}%</span>
          <Button icon={<ZoomInOutlined />} aria-label={t('zoomIn')} onClick={() => by(1.25)} />
          <Tooltip title={t('fit')}><Button icon={<ExpandOutlined />} aria-label={t('fit')} onClick={fit} /></Tooltip>
          <Tooltip title={t('fullscreen')}><Button icon={<FullscreenOutlined />} aria-label={t('fullscreen')} onClick={() => void frame.current?.requestFullscreen()} /></Tooltip>
          <Dropdown trigger={['click']} placement="bottomRight" menu={{ items: downloads, onClick: follow }} getPopupContainer={(button) => button.parentElement ?? document.body}>
            <Button icon={<DownloadOutlined />} aria-label={t('download')} aria-haspopup="menu" title={t('download')} />
          </Dropdown>
        </span>
      </div>
      <div ref={frame} className={full ? 'frame full' : 'frame'} data-links={order?.length}>
        <div ref={sheet} className="sheet" />
      </div>
      <p className="quiet hint-line">{t('panHint')}</p>
    </div>
  )
}

/** A menu gives the Enter key to its item, not to the link inside. */
function follow({ key, domEvent }: { key: string; domEvent: { target: EventTarget } }) {
  if (!(domEvent.target instanceof HTMLAnchorElement)) document.getElementById(`file-${key}`)?.click()
}

/** Marks a card, the lines at it and the cards at their other ends. */
function mark(host: HTMLElement, id: string, name: string) {
  const find = (wanted: string) => host.querySelector(`g.card[data-id="${CSS.escape(wanted)}"]`)
  find(id)?.classList.add(name)
  host.querySelectorAll<SVGGElement>('g.edge').forEach((edge) => {
    const { from = '', to = '' } = edge.dataset
    if (from !== id && to !== id) return
    edge.classList.add(name)
    if (name === 'near') find(from === id ? to : from)?.classList.add(name)
  })
}
