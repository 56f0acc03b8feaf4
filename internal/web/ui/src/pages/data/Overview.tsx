import { useAll, useApi, type ChainItem, type CityList } from '../../api/client'
import { Go } from '../../app/link'
import { label, useLang } from '../../i18n'
import { keyOf } from '../../ids'
import { Region } from '../../parts/region'
import { required } from './blanks'

/** What the city's data hold and lack, chain by chain. */
export function Overview() {
  const { t } = useLang()
  const sheets = useApi('/lists', {})
  const chains = useAll('/chains', {})
  return (
    <Region query={sheets}>
      {({ items }) => (
        <>
          <h2>{t('toFill')}</h2>
          <p className="quiet">{t('toFillNote')}</p>
          {chains.data && <Blanks sheets={items} chains={chains.data} />}
        </>
      )}
    </Region>
  )
}

/** The lists whose blanks are told chain by chain: those that are of chains and have something to be filled in. */
const shown = ['six-ones', 'enterprises', 'positions', 'projects']

/** Chain × required column: how much is blank. */
function Blanks({ sheets, chains }: { sheets: CityList[]; chains: ChainItem[] }) {
  const { t, lang } = useLang()
  const of = sheets
    .filter((s) => shown.includes(s.key))
    .map((s) => ({ ...s, fields: required(s).filter((c) => c.blank > 0) }))
    .filter((s) => s.fields.length > 0)
  return (
    <div className="wide-table" role="region" aria-label={t('toFill')} tabIndex={0}>
      <table className="grid blanks">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {t('chain')}
            </th>
            {of.map((s) => (
              <th key={s.key} scope="colgroup" colSpan={s.fields.length} className="of-list">
                {label(lang, s)}
              </th>
            ))}
          </tr>
          <tr>
            {of.flatMap((s) =>
              s.fields.map((c, i) => (
                <th key={s.key + c.at} scope="col" className={i === 0 ? 'num of-list' : 'num'}>
                  {label(lang, c)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {chains.map((chain) => (
            <tr key={chain.id}>
              <th scope="row">{label(lang, chain)}</th>
              {of.flatMap((s) => {
                const here = s.chains.find((c) => c.chain === chain.id)
                return s.fields.map((c, i) => (
                  <td key={s.key + c.at} className={i === 0 ? 'num of-list' : 'num'}>
                    <Blank
                      list={s.key}
                      chain={chain.id}
                      blank={here?.blank[c.at] ?? 0}
                      rows={here?.rows ?? 0}
                      what={`${label(lang, chain)} ${label(lang, c)}`}
                    />
                  </td>
                ))
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('allRows')}</th>
            {of.flatMap((s) =>
              s.fields.map((c, i) => (
                <td key={s.key + c.at} className={i === 0 ? 'num of-list' : 'num'}>
                  {sum(s.chains, (of) => of.blank[c.at] ?? 0)}/{sum(s.chains, (of) => of.rows)}
                </td>
              )),
            )}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const sum = <T,>(items: T[], of: (item: T) => number) => items.reduce((n, item) => n + of(item), 0)

interface Count {
  list: string
  chain: string
  blank: number
  rows: number
  what: string
}

/** How many of some rows are blank, linked to them. */
function Blank({ list, chain, blank, rows, what }: Count) {
  const { t } = useLang()
  if (rows === 0) return <span className="quiet">{t('noRowsOf')}</span>
  if (blank === 0) return <span className="quiet">{t('full')}</span>
  return (
    <Go to={`/data?tab=lists&list=${list}&chain=${keyOf(chain)}&blank=1`}>
      <span className="unseen">{what} </span>
      {blank}/{rows}
    </Go>
  )
}
