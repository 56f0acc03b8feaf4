import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Gap } from '../../api/client'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { Why } from '../answers/why'
import { Due, KindMark, Kinds, PartsBar, StatusBar } from '../marks'
import { settled } from './settled'

/** Gaps under a head of their own; without one they stand by themselves. */
export type Group = { key: string; head?: ReactNode; list: Gap[] }

type Props = {
  groups: Group[]
  opened: string | undefined
  open: (id: string) => void
  /** Whether each row names its chain. */
  chains?: boolean
  /** How many of a group are shown before one asks for all; the one that is open is always shown. */
  most?: number
}

/** Gaps with what they weigh and affect, who is to do something, and until when. */
export function GapTable({ groups, opened, open, chains = false, most = Infinity }: Props) {
  const { t } = useLang()
  const table = useRef<HTMLTableElement>(null)
  const [wide, setWide] = useState<string[]>([])
  const folded = ({ list }: Group) => (list.length > most + 2 ? list.slice(most) : [])
  // A group in which a hidden one was opened stays open.
  const hiding = groups.find((g) => !wide.includes(g.key) && folded(g).some((x) => x.id === opened))
  if (hiding) setWide([...wide, hiding.key])
  useEffect(() => {
    // Newer browsers answer with a promise, which must not become what the effect returns.
    void table.current?.querySelector('tr.chosen')?.scrollIntoView({ block: 'nearest' })
  }, [opened])
  return (
    <table className="grid gaps" ref={table}>
      <thead>
        <tr>
          <th scope="col">{t('gaps')}</th>
          <th scope="col" className="num">
            {t('weight')}
          </th>
          <th scope="col" className="num more-room">
            {t('affects')} <span className="quiet note">{t('affectsNote')}</span>
          </th>
          <th scope="col" className="most-room">
            {t('parts')}
          </th>
          <th scope="col">{t('handling')}</th>
          <th scope="col">{t('owner')}</th>
          <th scope="col">{t('due')}</th>
        </tr>
      </thead>
      {groups.map((g) => {
        const left = wide.includes(g.key) ? 0 : folded(g).length
        return (
          <tbody key={g.key}>
            {g.head && (
              <tr className="group">
                <th colSpan={7} scope="colgroup">
                  {g.head}
                </th>
              </tr>
            )}
            {g.list.slice(0, g.list.length - left).map((x) => (
              <Row key={x.id} gap={x} chosen={x.id === opened} open={open} chain={chains} />
            ))}
            {left > 0 && (
              <tr>
                <td colSpan={7} className="more">
                  {t('more', left)}{' '}
                  <button type="button" className="as-link" onClick={() => setWide([...wide, g.key])}>
                    {t('showAll')}
                  </button>
                </td>
              </tr>
            )}
          </tbody>
        )
      })}
    </table>
  )
}

type RowProps = { gap: Gap; chosen: boolean; open: (id: string) => void; chain: boolean }

function Row({ gap: g, chosen, open, chain }: RowProps) {
  const { t, lang } = useLang()
  const words = useTerms()
  return (
    <tr className={chosen ? 'chosen' : undefined}>
      <th scope="row">
        <button type="button" className="as-link" data-opens={g.id} onClick={() => open(g.id)}>
          <KindMark kind={g.kind} /> {label(lang, g)}
        </button>{' '}
        {g.kinds.length > 1 && <Kinds kinds={g.kinds.slice(1)} />}{' '}
        {chain && <span className="quiet">{label(lang, g.chain)}</span>}
      </th>
      <td className="num">
        <b>
          <Why
            of={{ path: '/gaps/{id}/why', ids: { id: g.id } }}
            name={`${label(lang, g)}${t('colon')}${t('weight')}`}
            known={g.data_coverage}
          >
            {g.weight.toFixed(1)}
          </Why>
        </b>
      </td>
      <td className="num more-room">
        {g.affected.links} / {g.affected.enterprises}
      </td>
      <td className="most-room">
        <PartsBar parts={g.parts} />
      </td>
      <td className="status">
        <StatusBar status={g.status} /> {words('gap_status', g.status)}
      </td>
      <td className={g.owner ? 'cut' : 'quiet'} title={g.owner}>
        {g.owner ?? t('notAssigned')}
      </td>
      <td>
        <Due date={g.due} over={settled.includes(g.status)} />
      </td>
    </tr>
  )
}
