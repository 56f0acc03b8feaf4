import {
  DownloadOutlined,
  ExpandOutlined,
  FullscreenExitOutlined,
  FullscreenOutlined,
  LeftOutlined,
  RightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons'
import { Button, Checkbox } from 'antd'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useSheet, type DiagramQuery } from '../../api/client'
import { late, useSoon } from '../../app/late'
import { useMoment } from '../../app/moment'
import { usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { dotted, useLang } from '../../i18n'
import { typing } from '../keys'
import { Mark, states } from '../marks'
import { Region } from '../region'
import { Canvas, type Hands } from './Canvas'

const Download = late('Download', () => import('./Download').then((m) => ({ default: m.Download })))

type Props = {
  kind: string
  /** How the drawing is called. */
  name: string
  /** What it is of: a chain, or one other thing by its id; neither: the city. */
  chain?: string | undefined
  of?: string | undefined
  /** Of changes: the revisions compared. */
  from?: string | undefined
  to?: string | undefined
  /** More of what the API asks of a drawing. */
  options?: DiagramQuery
  /** The link that is open, and what opens one; without it a card leads to its page. */
  chosen?: string | undefined
  choose?: ((link: string) => void) | undefined
  /** Stands left in the toolbar; and what chooses the options, beside the states. */
  lead?: ReactNode
  filter?: ReactNode
  /** Turns to the drawing before or after, and which of how many this is. */
  turn?: ((step: 1 | -1) => void) | undefined
  position?: string
}

// Drawings in which every link stands as one card with its state.
const withStates = ['structure', 'portrait']

/** A drawing of the server with its toolbar: states, zoom, full screen, pages, download. */
export function Drawing({
  kind,
  name,
  chain,
  of,
  from,
  to,
  options,
  chosen,
  choose,
  lead,
  filter,
  turn,
  position,
}: Props) {
  const { t, lang } = useLang()
  const place = usePlace()
  const { revision } = useMoment()
  const subject = JSON.stringify([kind, chain, of, options])
  const [at, setAt] = useState({ subject, page: 1 })
  const page = at.subject === subject ? at.page : 1
  const query: DiagramQuery = { ...options, chain, of, lang, as_of: to ?? place.get('as_of'), from }
  const sheet = useSheet(kind, { ...query, page: page > 1 ? page : undefined })
  const pages = sheet.data?.pages ?? 1
  const [shown, setShown] = useState<string[]>([...states])
  const [counts, setCounts] = useState<Record<string, number>>({})
  const [scale, setScale] = useState(1)
  const [downloading, setDownloading] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const hands = useRef<Hands>(null)
  const full = useFull(whole)
  useSoon(Download)

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (typing(event)) return
      if (event.key === '+' || event.key === '=') hands.current?.by(1.25)
      else if (event.key === '-') hands.current?.by(0.8)
      else if (event.key === '0') hands.current?.fit()
      else if (full && event.key === 'ArrowRight') turn?.(1)
      else if (full && event.key === 'ArrowLeft') turn?.(-1)
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  }, [full, turn])

  const zoom = (
    <span className="zoom">
      <Button icon={<ZoomOutOutlined />} aria-label={t('zoomOut')} onClick={() => hands.current?.by(0.8)} />
      <span className="zoom-scale">{Math.round(scale * 100)}%</span>
      <Button icon={<ZoomInOutlined />} aria-label={t('zoomIn')} onClick={() => hands.current?.by(1.25)} />
    </span>
  )
  const turner = pages > 1 && <Pages at={page} of={pages} turn={(to) => setAt({ subject, page: to })} />
  const download = (type: 'default' | 'text') => (
    <Button
      type={type}
      icon={<DownloadOutlined />}
      aria-label={t('download')}
      title={t('download')}
      onClick={() => setDownloading(true)}
    >
      <span className="word first">{t('download')}</span>
    </Button>
  )
  return (
    <div className={full ? 'drawing full' : 'drawing'} ref={whole}>
      {!full && (
        <div className="tools">
          {lead}
          {withStates.includes(kind) && <States counts={counts} shown={shown} show={setShown} />}
          {filter}
          <span className="tools-right">
            {turner}
            {zoom}
            <Button
              icon={<ExpandOutlined />}
              aria-label={t('fit')}
              title={t('fit')}
              onClick={() => hands.current?.fit()}
            >
              <span className="word">{t('fit')}</span>
            </Button>
            <Button
              icon={<FullscreenOutlined />}
              aria-label={t('fullscreen')}
              title={t('fullscreen')}
              onClick={() => void whole.current?.requestFullscreen()}
            >
              <span className="word">{t('fullscreen')}</span>
            </Button>
            {download('default')}
          </span>
        </div>
      )}
      <Region query={sheet} rows={12}>
        {({ text }) => (
          <Canvas
            key={subject}
            text={text}
            full={full}
            headed={options?.detail === 'leader'}
            shown={shown}
            chosen={chosen}
            choose={choose}
            hands={hands}
            scaled={setScale}
            counted={setCounts}
          />
        )}
      </Region>
      {full ? (
        <div className="full-bar" role="toolbar" aria-label={name}>
          {turn && <Button type="text" icon={<LeftOutlined />} aria-label={t('previous')} onClick={() => turn(-1)} />}
          <span>
            {name} <span className="quiet">{position}</span>
          </span>
          {turn && <Button type="text" icon={<RightOutlined />} aria-label={t('next')} onClick={() => turn(1)} />}
          {turner}
          {zoom}
          {download('text')}
          <Button type="text" icon={<FullscreenExitOutlined />} onClick={() => void document.exitFullscreen()}>
            {t('leaveFull')} <kbd>Esc</kbd>
          </Button>
        </div>
      ) : (
        <p className="quiet hint-line">
          <span>{dotted(lang, [name, t('revision', to?.replace(/^r/, '') ?? revision ?? '')])}</span>{' '}
          <span>{t('panHint')}</span>
        </p>
      )}
      {downloading && (
        <Download
          kind={kind}
          query={query}
          name={name}
          pages={pages}
          page={page}
          container={() => whole.current ?? document.body}
          close={() => setDownloading(false)}
        />
      )}
    </div>
  )
}

/** Whether an element fills the screen. */
function useFull(whole: RefObject<HTMLDivElement | null>) {
  const [full, setFull] = useState(false)
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null && document.fullscreenElement === whole.current)
    document.addEventListener('fullscreenchange', changed)
    return () => document.removeEventListener('fullscreenchange', changed)
  }, [whole])
  return full
}

/** Which of the states that occur are shown, with their counts: the legend. None where no card has a state. */
function States({
  counts,
  shown,
  show,
}: {
  counts: Record<string, number>
  shown: string[]
  show: (states: string[]) => void
}) {
  const { t } = useLang()
  const words = useTerms()
  if (Object.keys(counts).length === 0) return null
  return (
    <Checkbox.Group className="states" value={shown} onChange={show} aria-label={t('states')}>
      {states
        .filter((s) => counts[s])
        .map((s) => (
          <Checkbox key={s} value={s}>
            <Mark state={s} /> <span className="state-word">{words('coverage', s)}</span> <b>{counts[s] ?? 0}</b>
          </Checkbox>
        ))}
    </Checkbox.Group>
  )
}

/** ‹ 1/3 › */
function Pages({ at, of, turn }: { at: number; of: number; turn: (to: number) => void }) {
  const { t } = useLang()
  return (
    <span className="pages" role="group" aria-label={t('page')}>
      <Button
        type="text"
        icon={<LeftOutlined />}
        aria-label={`${t('page')}${t('colon')}${t('previous')}`}
        disabled={at <= 1}
        onClick={() => turn(at - 1)}
      />
      {at}/{of}
      <Button
        type="text"
        icon={<RightOutlined />}
        aria-label={`${t('page')}${t('colon')}${t('next')}`}
        disabled={at >= of}
        onClick={() => turn(at + 1)}
      />
    </span>
  )
}
