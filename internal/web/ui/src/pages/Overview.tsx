import { Segmented } from 'antd'
import { useAll, useApi, type ChainItem } from '../api/client'
import { Go, Thing } from '../app/link'
import { useToday } from '../app/moment'
import { pageOf, useGo, usePlace } from '../app/place'
import { useSession } from '../app/session'
import { useTerms } from '../app/terms'
import { useTitle } from '../app/title'
import { useWrites } from '../app/Writes'
import { label, series, useLang } from '../i18n'
import { keyOf } from '../ids'
import { lastMonthEnd, lastQuarterEnd } from '../parts/days'
import { Meaning } from '../parts/answers/meaning'
import { Why } from '../parts/answers/why'
import { Drawing } from '../parts/canvas/Drawing'
import { Fresh } from '../parts/facts/Fresh'
import { Age } from '../parts/facts/provenance'
import { StatesOf } from '../parts/facts/StatesOf'
import { kindName, kinds } from '../parts/gap/counts'
import { Few } from '../parts/few'
import { Kinds, KindMark, Mark, states, Unverified } from '../parts/marks'
import { MomentField } from '../parts/record/Moment'
import { Region } from '../parts/region'
import { SpanBar, SpanWords } from '../parts/span'
import { Strip } from '../parts/strip'

const percent = (v: number) => `${Math.round(v * 100)}%`

export default function Overview() {
  const { t } = useLang()
  useTitle(t('overview'))
  const place = usePlace()
  const asOf = place.get('as_of')
  const since = place.get('since')
  const city = place.get('view') === 'city'
  useTitle(city ? t('cityLayout') : undefined, 1)
  const chains = useAll('/chains', { query: { as_of: asOf, since } })
  return (
    <Region query={chains} rows={12}>
      {(list) => (
        <>
          <div className="page-head">
            <h1>{t('overview')}</h1>
            <Facts chains={list} />
            <div className="page-actions">
              <Compare />
            </div>
          </div>
          <Decide chains={list} asOf={asOf} />
          <section aria-labelledby="chains">
            <div className="section-head">
              <h2 id="chains">
                {t('chain')} <span className="count">{list.length}</span>
              </h2>
              <Segmented
                aria-label={t('chain')}
                size="small"
                value={city ? 'city' : 'list'}
                onChange={(v) => place.set({ view: v === 'city' ? 'city' : undefined })}
                options={[
                  { value: 'list', label: t('listView') },
                  { value: 'city', label: t('cityLayout') },
                ]}
              />
              {!city && <Totals chains={list} />}
            </div>
            {city ? <Drawing kind="layout" name={t('cityLayout')} /> : <Chains chains={list} since={since} />}
          </section>
        </>
      )}
    </Region>
  )
}

function Facts({ chains }: { chains: ChainItem[] }) {
  const { t } = useLang()
  const own = (useSession()?.chains.length ?? 0) > 0
  const sum = (of: (c: ChainItem) => number) => chains.reduce((n, c) => n + of(c), 0)
  const provisional = chains.filter((c) => c.provisional).length
  const dates = chains
    .map((c) => c.data_as_of ?? '')
    .filter(Boolean)
    .sort()
  return (
    <p className="facts">
      <span>
        {t(own ? 'myChains' : 'keyChains')} <b>{chains.length}</b>{' '}
        <span className="quiet">
          {t('documented', chains.length - provisional)}
          {t('comma')}
          <Meaning of="待核实" name={t('provisional')}>
            {t('provisional')}
          </Meaning>{' '}
          {provisional}
        </span>
      </span>
      <span>
        {t('links')} <b>{sum((c) => c.completeness.total)}</b>
      </span>
      <span>
        <Meaning of="缺口" name={t('gaps')}>
          {t('gaps')}
        </Meaning>{' '}
        <b>{sum((c) => c.gaps_total)}</b>{' '}
        <span className="quiet">
          {t('assigned')} {sum((c) => c.gaps_assigned)}
          {sum((c) => c.gaps_dismissed) > 0 && ` · ${t('dismissedN')} ${sum((c) => c.gaps_dismissed)}`}
          {sum((c) => c.gaps_closed) > 0 && ` · ${t('closedN')} ${sum((c) => c.gaps_closed)}`}
        </span>
      </span>
      <span>
        {t('asOf')} <b>{dates[0]}</b> – <b>{dates.at(-1)}</b>
      </span>
    </p>
  )
}

/** Chooses the moment to compare with. */
function Compare() {
  const { t } = useLang()
  const place = usePlace()
  const today = useToday()
  const since = place.get('since')
  const ends = { month: lastMonthEnd(today), quarter: lastQuarterEnd(today) }
  const set = (moment: string | undefined) => place.set({ since: moment })
  return (
    <span className="pickers">
      <Segmented
        aria-label={t('compare')}
        value={!since ? '' : since === ends.month ? 'month' : since === ends.quarter ? 'quarter' : 'own'}
        onChange={(v) =>
          set(v === '' ? undefined : v === 'quarter' ? ends.quarter : v === 'own' ? today : ends.month)
        }
        options={[
          { value: '', label: t('noCompare') },
          { value: 'month', label: t('sinceMonth', ends.month.slice(5)) },
          { value: 'quarter', label: t('sinceQuarter', ends.quarter.slice(5)) },
          { value: 'own', label: t('sinceOwn') },
        ]}
      />
      {since && <MomentField name={t('compare')} shown={/^r?\d+$/.test(since) ? '' : since} choose={set} />}
    </span>
  )
}

/** What waits for a decision: the heaviest gaps nobody decided on, and the blanks of the six ones. */
function Decide({ chains, asOf }: { chains: ChainItem[]; asOf: string | undefined }) {
  const { t, lang } = useLang()
  const gaps = useApi('/gaps', { query: { status: 'proposed', limit: 3, as_of: asOf } })
  const blanks = chains.reduce((n, c) => n + c.six_ones_blank, 0)
  const [decides, fills] = [useWrites('gap.decide'), useWrites('graph.edit')]
  // The room of what is not yet read, so that nothing moves when it comes.
  const waiting = Math.min(
    3,
    chains.reduce((n, c) => n + c.gaps_total - c.gaps_assigned, 0),
  )
  return (
    <section aria-labelledby="decide">
      <div className="section-head">
        <h2 id="decide">
          {t('decide')}{' '}
          <span className="count">
            {t('toConfirm')} {gaps.data?.total ?? ''} · {t('sixBlankN')} {blanks}
          </span>
        </h2>
        <span>
          {(gaps.data?.total ?? 0) > 3 && <span className="quiet">{t('more', gaps.data!.total - 3)} </span>}
          <Go to="/gaps?status=proposed&chains=all">{t('all')}</Go>
        </span>
      </div>
      <ul className="decide">
        {gaps.isPending && Array.from({ length: waiting }, (_, i) => <li key={i} aria-hidden="true" />)}
        {gaps.data?.items.map((g) => (
          <li key={g.id}>
            <span className="decide-kind">{t('confirmGap')}</span>
            <span className="decide-text">
              <b>{label(lang, g)}</b> <Kinds kinds={g.kinds} />{' '}
              <span className="quiet">
                {label(lang, g.chain)}
                {t('colon')}
                {lang === 'en' ? g.reason.text_en : g.reason.text}
              </span>
            </span>
            <Go to={pageOf(g.id)}>{t(decides ? 'decideAct' : 'lookAt')}</Go>
          </li>
        ))}
        {blanks > 0 && (
          <li>
            <span className="decide-kind">{t('sixBlank')}</span>
            <span className="decide-text">
              <b>{t('items', blanks)}</b>{' '}
              <span className="quiet">
                {series(
                  lang,
                  chains.filter((c) => c.six_ones_blank > 0).map((c) => label(lang, c)),
                )}
              </span>
            </span>
            <Go to={pageOf(chains.find((c) => c.six_ones_blank > 0)!.id)}>{t(fills ? 'fillAct' : 'lookAt')}</Go>
          </li>
        )}
      </ul>
    </section>
  )
}

/** The legend carries the totals. */
function Totals({ chains }: { chains: ChainItem[] }) {
  const words = useTerms()
  return (
    <p className="legend">
      {states.map((s) => (
        <span key={s} className="legend-item">
          <Mark state={s} /> {words('coverage', s)} <b>{chains.reduce((n, c) => n + (c.coverage[s] ?? 0), 0)}</b>
        </span>
      ))}
    </p>
  )
}

function Chains({ chains, since }: { chains: ChainItem[]; since: string | undefined }) {
  const { t } = useLang()
  return (
    <table className="grid overview">
      <thead>
        <tr>
          <th scope="col">{t('chain')}</th>
          <th scope="col">{t('completeness')}</th>
          <th scope="col">
            {t('strip')} <span className="quiet note">{t('stripNote')}</span>
          </th>
          {kinds.map((k) => (
            <th scope="col" key={k} className="num">
              <KindMark kind={k} /> {t(kindName[k])}
            </th>
          ))}
          <th scope="col" className="num">
            {t('assigned')}
          </th>
          {since && <th scope="col">{t('since', /^\d+$/.test(since) ? `r${since}` : since)}</th>}
          <th scope="col">{t('asOf')}</th>
        </tr>
      </thead>
      <tbody>
        {chains.map((c) => (
          <Row key={c.id} chain={c} since={since} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ chain: c, since }: { chain: ChainItem; since: string | undefined }) {
  const { t, lang } = useLang()
  const go = useGo()
  return (
    <tr>
      <th scope="row">
        <span className={c.provisional ? 'unsure strong' : 'strong'}>
          <Thing of={{ ...c, kind: 'Chain' }} />
        </span>{' '}
        {c.provisional && lang === 'zh' && <Unverified />}
        <div className="sub">
          {t('chief')} {c.chief || t('blank')}
        </div>
      </th>
      <td>
        <b className="big">
          <Why
            of={{ path: '/chains/{id}/why', ids: { id: keyOf(c.id) } }}
            name={`${label(lang, c)}${t('colon')}${t('completeness')}`}
            known={c.completeness.data_coverage}
            head={() => <StatesOf chain={keyOf(c.id)} />}
          >
            {percent(c.completeness.value)}
          </Why>
        </b>{' '}
        <span className="quiet">
          {c.completeness.weight_covered}/{c.completeness.weight_total}
        </span>
        <SpanBar of={c.completeness} />{' '}
        <div className="sub">
          <SpanWords of={c.completeness} />
        </div>
      </td>
      <td>
        <Strip cells={c.strip} name={label(lang, c)} open={(link) => go(pageOf(link))} />
      </td>
      {kinds.map((k) => (
        <td key={k} className="num">
          {c.gaps[k] ? c.gaps[k] : <span className="quiet">–</span>}
        </td>
      ))}
      <td className="num">
        {c.gaps_assigned}/{c.gaps_total}
      </td>
      {since && (
        <td>
          {c.movement.length === 0 ? (
            <span className="quiet">{t('noChange')}</span>
          ) : (
            <Few of={c.movement} most={3}>
              {(m) => (
                <span className="move" title={label(lang, m.link)}>
                  <Mark state={m.from} />→<Mark state={m.to} />
                </span>
              )}
            </Few>
          )}
        </td>
      )}
      <td>
        <Age date={c.data_as_of} />
        <div className="sub">
          <Fresh chain={c.id} />
        </div>
      </td>
    </tr>
  )
}
