import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons'
import { useAll, useApi, type Activity, type Ref, type Relatedness, type Target } from '../../api/client'
import { Go } from '../../app/link'
import { pageOf, usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { label, useLang, type Word } from '../../i18n'
import { keyOf } from '../../ids'
import { Why } from '../../parts/answers/why'
import { Facts } from '../../parts/facts/Facts'
import { PartsBar, StateTag } from '../../parts/marks'
import { Region } from '../../parts/region'

/** Figures of an activity beside its relatedness. A matrix has them or not, so a column of nothing is left out. */
const beside: [Word, (a: Activity) => number | undefined][] = [
  ['rca', (a) => a.advantage],
  ['pci', (a) => a.pci],
  ['gain', (a) => a.gain],
]
type Column = (typeof beside)[number]

/** Whether the city has an activity, as the basis counts it: enterprises hold it, or the city is strong in it. */
const holding = (ofCities: boolean, held: boolean): Word =>
  ofCities ? (held ? 'hasAdvantage' : 'noAdvantage') : held ? 'hasHeld' : 'notHeld'
const ofCities = (r: Relatedness) => r.basis === 'city-product'

const decimals = (v: number | undefined) => (v === undefined ? '–' : v.toFixed(2).replace('-', '−'))

/**
 * Where to extend the chain and what to strengthen: each part of the score, what it rests on, and who the city is
 * measured with.
 */
export function Targets({ chain }: { chain: string }) {
  const place = usePlace()
  const asOf = place.get('as_of')
  const targets = useAll('/targets', { query: { chain, as_of: asOf } })
  const related = useApi('/relatedness', { query: { chain, limit: 200, as_of: asOf } })
  return (
    <Region query={related}>
      {(r) => {
        const columns = beside.filter(([, figure]) => r.items.some((a) => figure(a) !== undefined))
        return (
          <>
            <Basis of={r} />
            <Region query={targets}>
              {(list) => <Ranking targets={list} columns={columns} cities={ofCities(r)} />}
            </Region>
            {r.items.length > 0 && <Activities of={r} columns={columns} />}
            {r.cities.length > 0 && <Cities of={r} />}
          </>
        )
      }}
    </Region>
  )
}

/** How many targets a chain has, for its tab. */
export function useTargetCount(chain: string): number | undefined {
  const place = usePlace()
  return useAll('/targets', { query: { chain, as_of: place.get('as_of') } }).data?.length
}

function Basis({ of: r }: { of: Relatedness }) {
  const { t, lang } = useLang()
  const refused = lang === 'en' ? r.refused_en : r.refused
  return (
    <p className="quiet basis">
      {lang === 'en' ? r.text_en : r.text} {refused ? t('noComplexity', refused) : t('besideScore')}
    </p>
  )
}

function Ranking({ targets, columns, cities }: { targets: Target[]; columns: Column[]; cities: boolean }) {
  const { t, lang } = useLang()
  if (targets.length === 0) return <p className="empty">{t('noTargets')}</p>
  return (
    <table className="grid targets">
      <thead>
        <tr>
          <th scope="col" className="num">
            {t('scoreHead')}
          </th>
          <th scope="col">{t('target')}</th>
          <th scope="col">{t('strategy')}</th>
          <th scope="col">{t('partsHead')}</th>
          {targets[0]!.parts.map((p) => (
            <th key={p.key} scope="col" className="num">
              {lang === 'en' ? p.name_en : p.name}
            </th>
          ))}
          {columns.map(([word]) => (
            <th key={word} scope="col" className="num">
              {t(word)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {targets.map((x) => (
          <Row key={x.id} target={x} columns={columns} cities={cities} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ target: x, columns, cities }: { target: Target; columns: Column[]; cities: boolean }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  const key = keyOf(x.id)
  const open = place.get('target') === key
  const name = label(lang, x)
  return (
    <>
      <tr className={open ? 'chosen' : undefined}>
        <td className="num">
          <b>
            <Why of={{ path: '/targets/{id}/why', ids: { id: x.id } }} name={`${name}${t('colon')}${t('score')}`}>
              {x.score.toFixed(1)}
            </Why>
          </b>
        </td>
        <th scope="row">
          <button
            type="button"
            className="as-link"
            aria-expanded={open}
            title={t('whyTarget', name)}
            onClick={() => place.set({ target: open ? undefined : key }, true)}
          >
            {open ? <CaretDownOutlined aria-hidden="true" /> : <CaretRightOutlined aria-hidden="true" />} {name}
          </button>{' '}
          <StateTag state={x.coverage} />
        </th>
        <td>{words('strategy', x.strategy)}</td>
        <td>
          <PartsBar parts={x.parts} />
        </td>
        {x.parts.map((p) => (
          <td key={p.key} className="num">
            {p.unknown ? <span className="quiet">{t('noEvidence')}</span> : decimals(p.value)}
          </td>
        ))}
        {columns.map(([word, figure]) => (
          <td key={word} className="num quiet">
            {decimals(x.activity && figure(x.activity))}
          </td>
        ))}
      </tr>
      {open && (
        <tr className="detail">
          <td />
          <td colSpan={7 + columns.length}>
            <Grounds target={x} cities={cities} />
          </td>
        </tr>
      )}
    </>
  )
}

/** Why a link is a target: the reason, the parts in words, the facts, and what it is near to. */
function Grounds({ target: x, cities }: { target: Target; cities: boolean }) {
  const { t, lang } = useLang()
  return (
    <div className="flows">
      <div>
        <p>
          {lang === 'en' ? x.reason.text_en : x.reason.text} <Go to={pageOf(x.id)}>{t('openLink')}</Go>
        </p>
        {x.what_if && <p>{lang === 'en' ? x.what_if.text_en : x.what_if.text}</p>}
        <dl className="pairs">
          {x.parts.map((p) => (
            <div key={p.key}>
              <dt>
                {lang === 'en' ? p.name_en : p.name} {p.unknown ? '' : decimals(p.value)}
              </dt>
              <dd>{lang === 'en' ? p.why_en : p.why}</dd>
            </div>
          ))}
        </dl>
        <Facts facts={x.reason.facts} />
      </div>
      <Nearest of={x.activity} target={x.id} cities={cities} />
    </div>
  )
}

function Nearest({ of: a, target, cities }: { of: Activity | undefined; target: string; cities: boolean }) {
  const { t, lang } = useLang()
  if (!a) return <p className="quiet">{t('noneNear')}</p>
  return (
    <div>
      <p>
        {t('nearestHead')}{' '}
        <span className="quiet">
          {t('nearestOf', a.near.length, a.near_total)}
          {a.id !== target && ` · ${t('measuredBy', label(lang, a))}`}
        </span>
      </p>
      <ul className="lines">
        {a.near.map((n) => (
          <li key={n.id}>
            <Go to={pageOf(n.id)}>{label(lang, n)}</Go> {decimals(n.proximity)}{' '}
            <span className={n.held ? undefined : 'quiet'}>{t(holding(cities, n.held))}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Every product and link of the matrix that stands for a link of the chain, the nearest first. */
function Activities({ of: r, columns }: { of: Relatedness; columns: Column[] }) {
  const { t, lang } = useLang()
  const join = (list: Ref[]) => list.map((x) => label(lang, x)).join(lang === 'en' ? ', ' : '、')
  return (
    <section>
      <h2>
        {t('relatedHead')} <span className="count">{r.total}</span>
      </h2>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t('activity')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col" className="num">
              {t('relatedness')}
            </th>
            {columns.map(([word]) => (
              <th key={word} scope="col" className="num">
                {t(word)}
              </th>
            ))}
            <th scope="col">{t('nearestHead')}</th>
          </tr>
        </thead>
        <tbody>
          {r.items.map((a) => (
            <tr key={a.id}>
              <th scope="row">
                <Go to={pageOf(a.id)}>{label(lang, a)}</Go>
              </th>
              <td className={a.held ? undefined : 'quiet'}>{t(holding(ofCities(r), a.held))}</td>
              <td className="num">{a.relatedness === undefined ? t('unknown') : decimals(a.relatedness)}</td>
              {columns.map(([word, figure]) => (
                <td key={word} className="num">
                  {decimals(figure(a))}
                </td>
              ))}
              <td className="cut" title={join(a.near)}>
                {join(a.near)}
                {a.near_total > a.near.length && (
                  <span className="quiet"> {t('more', a.near_total - a.near.length)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {r.total > r.items.length && <p className="quiet">{t('shown', r.items.length, r.total)}</p>}
    </section>
  )
}

function Cities({ of: r }: { of: Relatedness }) {
  const { t, lang } = useLang()
  return (
    <section>
      <h2>
        {t('peersHead')} <span className="count">{r.cities.length}</span>
      </h2>
      <table className="grid short">
        <thead>
          <tr>
            <th scope="col">{t('peersHead')}</th>
            <th scope="col" className="num">
              {t('diversity')}
            </th>
            <th scope="col" className="num">
              {t('eci')}
            </th>
            <th scope="col" className="num">
              {t('coi')}
            </th>
          </tr>
        </thead>
        <tbody>
          {r.cities.map((c) => (
            <tr key={c.id} className={c.own ? 'chosen' : undefined}>
              <th scope="row">
                <Go to={pageOf(c.id)}>{label(lang, c)}</Go> {c.own && <span className="quiet">{t('ownCity')}</span>}
              </th>
              <td className="num">{c.diversity}</td>
              <td className="num">{decimals(c.eci)}</td>
              <td className="num">{decimals(c.outlook)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
