import { Segmented } from 'antd'
import { useCallback, useEffect } from 'react'
import { usePlace } from '../../app/place'
import { useMeta } from '../../app/terms'
import { useLang } from '../../i18n'
import { Drawing } from '../../parts/canvas/Drawing'
import { typing } from '../../parts/keys'
import { Filter, useFilter } from './Filter'

// Of a chain, in the order of their keys 1, 2, …; changes has a tab of its own.
const ofChain = ['structure', 'application', 'layout', 'roadmap', 'targets', 'portrait'] as const
const ofLink = 'impact'

type DrawingKind = (typeof ofChain)[number] | typeof ofLink

/**
 * The drawings that the server makes of a chain, and of a link of it that is open; and the one that the address
 * names, else the first.
 */
function useDrawings(chosen: string | undefined): { kinds: DrawingKind[]; kind: DrawingKind } {
  const meta = useMeta()
  const place = usePlace()
  const kinds: DrawingKind[] = ofChain.filter((k) => meta?.diagrams.includes(k) ?? k === 'structure')
  if (chosen && meta?.diagrams.includes(ofLink)) kinds.push(ofLink)
  return { kinds, kind: kinds.find((k) => k === place.get('drawing')) ?? 'structure' }
}

/** All drawings of a chain behind one toolbar; 1, 2, … choose, in full screen ← → turn. */
export function Drawings({
  chain,
  chosen,
  choose,
}: {
  chain: string
  chosen: string | undefined
  choose: (link: string) => void
}) {
  const { t } = useLang()
  const place = usePlace()
  const { set } = place
  const { kinds, kind } = useDrawings(chosen)
  const at = kinds.indexOf(kind)
  const turnTo = useCallback(
    (to: DrawingKind | undefined) => to && set({ drawing: to === 'structure' ? undefined : to }, true),
    [set],
  )
  const all = kinds.join()
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!typing(event) && /^[1-9]$/.test(event.key))
        turnTo(all.split(',')[Number(event.key) - 1] as DrawingKind | undefined)
    }
    window.addEventListener('keydown', keys)
    return () => window.removeEventListener('keydown', keys)
  }, [all, turnTo])
  const turn = useCallback(
    (step: 1 | -1) => turnTo(kinds[(at + step + kinds.length) % kinds.length]),
    [all, at, turnTo],
  )
  const ofOne = kind === ofLink
  const { options } = useFilter(kind)
  return (
    <Drawing
      kind={kind}
      name={t(`draw_${kind}`)}
      chain={ofOne ? undefined : chain}
      of={ofOne ? chosen : undefined}
      chosen={chosen}
      choose={choose}
      turn={kinds.length > 1 ? turn : undefined}
      position={`${at + 1}/${kinds.length}`}
      options={options}
      filter={<Filter kind={kind} />}
      lead={
        <Segmented<DrawingKind>
          aria-label={t('drawings')}
          value={kind}
          onChange={turnTo}
          options={kinds.map((k) => ({ value: k, label: t(`draw_${k}`) }))}
        />
      }
    />
  )
}
