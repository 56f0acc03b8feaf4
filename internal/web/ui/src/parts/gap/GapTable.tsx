import { Checkbox } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Gap } from '../../api/client'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { Why } from '../answers/why'
import { Due, KindMark, Kinds, PartsBar, StatusBar } from '../marks'
import type { Choice } from './choice'
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
  /** When several can be chosen, to be decided on together. */
  choice?: Choice | undefined
}

/** Gaps with what they weigh and affect, who is to do something, and until when. */
export function GapTable({ groups, opened, open, chains = false, most = Infinity, choice }: Props) {
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
  const columns = choice ? 9 : 8
  return (
    <table className="grid gaps" ref={table}>
      <thead>
        <tr>
          {choice && <All of={groups.flatMap((g) => g.list.map((x) => x.id))} choice={choice} />}
          <th scope="col">{t('gaps')}</th>
          <th scope="col" className="num">
            {t('weight')}
          </th>
          <th scope="col" className="num more-room">
            {t('rankHead')} <span className="quiet note">{t('rankNote')}</span>
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
                <th colSpan={columns} scope="colgroup">
                  {g.head}
                </th>
              </tr>
            )}
            {g.list.slice(0, g.list.length - left).map((x) => (
              <Row key={x.id} gap={x} chosen={x.id === opened} open={open} chain={chains} choice={choice} />
            ))}
            {left > 0 && (
              <tr>
                <td colSpan={columns} className="more">
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

/** Chooses all gaps of the list, those that are folded too, or none. */
function All({ of, choice }: { of: string[]; choice: Choice }) {
  const { t } = useLang()
  const here = of.filter((id) => choice.ids.includes(id)).length
  return (
    <th scope="col" className="pick">
      <Checkbox
        aria-label={t('chooseAll', of.length)}
        checked={here > 0 && here === of.length}
        indeterminate={here > 0 && here < of.length}
        onChange={(e) => {
          const rest = choice.ids.filter((id) => !of.includes(id))
          choice.set(e.target.checked ? [...rest, ...of] : rest)
        }}
      />
    </th>
  )
}

type RowProps = {
  gap: Gap
  chosen: boolean
  open: (id: string) => void
  chain: boolean
  choice: Choice | undefined
}

function Row({ gap: g, chosen, open, chain, choice }: RowProps) {
  const { t, lang } = useLang()
  const words = useTerms()
  return (
    <tr className={chosen ? 'chosen' : choice?.ids.includes(g.id) ? 'picked' : undefined}>
      {choice && (
        <td className="pick">
          <Checkbox
            aria-label={t('chooseGap', label(lang, g))}
            checked={choice.ids.includes(g.id)}
            onChange={() => choice.toggle(g.id)}
          />
        </td>
      )}
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
        {g.rank ? (lang === 'en' ? g.rank.text_en : g.rank.text) : '–'}
        {g.rank?.doubtful && <span className="sub">{t('mayNotHold')}</span>}
      </td>
      <td className="num more-room">
        {g.affected.links} / {g.affected.enterprises}
      </td>
      <td className="most-room">
        <PartsBar parts={g.parts} />
      </td>
      <td className="status">
        <StatusBar status={g.status} /> {words('gap_status', g.status)}
        {g.still && <span className="sub">{lang === 'en' ? g.still.text_en : g.still.text}</span>}
        {!g.standing && <span className="sub">{t('lapsed')}</span>}
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
