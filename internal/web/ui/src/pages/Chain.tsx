import { Popover, Select, Tabs } from 'antd'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { useApi, type Chain as ChainType, type ChainItem, type Gap, type List, type Structure } from '../api/client'
import { Thing } from '../app/link'
import { pageOf, useGo, usePlace } from '../app/place'
import { useMeta, useTerms } from '../app/terms'
import { label, useLang } from '../i18n'
import { Blank, Kinds, Levels, PartsBar, StateTag, Unverified } from '../parts/marks'
import { Age, Source, Sure } from '../parts/provenance'
import { Region } from '../parts/region'
import { Changes } from './chain/Changes'
import { Drawing } from './chain/Drawing'
import { LinkDrawer } from './chain/LinkDrawer'
import { Targets, useTargetCount } from './chain/Targets'

const percent = (v: number) => `${Math.round(v * 100)}%`

export default function Chain() {
  const { key = '' } = useParams()
  const place = usePlace()
  const asOf = place.get('as_of')
  const chain = useApi<ChainType>(`/chains/${key}`, { as_of: asOf })
  return (
    <Region query={chain} rows={10}>
      {(c) => (
        <div className={place.get('link') ? 'with-drawer' : undefined}>
          <Head chain={c} />
          <SixOnes chain={c} />
          <Parts chain={c} chainKey={key} />
        </div>
      )}
    </Region>
  )
}

function Head({ chain: c }: { chain: ChainType }) {
  const { t, lang } = useLang()
  const go = useGo()
  const all = useApi<List<ChainItem>>('/chains', {})
  const kinds = c.gaps
  return (
    <div className="page-head">
      <h1 className={c.provisional ? 'unsure' : undefined}>{label(lang, c)}</h1>
      <Select
        className="switch"
        aria-label={t('allChains')}
        value={c.id}
        popupMatchSelectWidth={false}
        onChange={(id) => go(pageOf(id))}
        options={(all.data?.items ?? [{ id: c.id, name: c.name, name_en: c.name_en ?? '' }]).map((x) => ({ value: x.id, label: label(lang, x) }))}
      />
      {c.provisional && <Unverified />}
      <span className="as-of">
        {t('asOf')} <Age date={c.data_as_of} />
      </span>
      {c.provisional && c.reason && (
        <p className="reason">
          {c.reason} <Source of={c.provenance} long />
        </p>
      )}
      <p className="facts">
        <Why chain={c} />
        <span>{t('links')} <b>{c.completeness.total}</b></span>
        <span>{t('missingN')} <b>{kinds['missing'] ?? 0}</b></span>
        <span>{t('weakN')} <b>{kinds['weak'] ?? 0}</b></span>
        <span>{t('chokeN')} <b>{kinds['chokepoint'] ?? 0}</b></span>
        <span>{t('localFirms')} <b>{c.enterprises}</b></span>
      </p>
    </div>
  )
}

/** Every number answers why: formula, parts, how much is known. */
function Why({ chain: c }: { chain: ChainType }) {
  const { t } = useLang()
  const words = useTerms()
  const x = c.completeness
  const content = (
    <div className="why">
      <p>{t('formula')}</p>
      <table className="plain">
        <tbody>
          {Object.entries(c.coverage).map(([state, n]) => (
            <tr key={state}>
              <td><StateTag state={state} /></td>
              <td className="num">{n}</td>
              <td className="quiet">{state === 'strong' || state === 'present' ? t('counted') : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {t('weight')} {x.weight_covered} / {x.weight_total} = <b>{percent(x.value)}</b> · {t('links')} {x.covered}/{x.total}
      </p>
      <p className="quiet">{t('withWeak')} {percent(x.with_weak)} · {t('dataShare', percent(x.data_coverage))} · {t('template')} {x.template}</p>
      <p className="quiet">{words('confidence', 'trade')} · {t('notNone')}</p>
    </div>
  )
  return (
    <span>
      <Popover trigger="click" title={t('whyComplete')} content={content}>
        <button type="button" className="asks">{t('completeness')}</button>
      </Popover>{' '}
      <b>{percent(x.value)}</b> <span className="quiet">{t('weight')} {x.weight_covered}/{x.weight_total} · {t('dataShare', percent(x.data_coverage))}</span>
    </span>
  )
}

function SixOnes({ chain: c }: { chain: ChainType }) {
  const { lang } = useLang()
  return (
    <ul className="six-ones">
      {c.six_ones.map((one) => (
        <li key={one.key}>
          <span className="sub">{lang === 'en' ? one.name_en : one.name}</span>
          {one.blank && <Blank />}
          {one.values.map((v) => (
            <span key={v.id} className="six-value" title={[v.name, v.note].filter(Boolean).join(' · ')}>
              <Sure of={v}>
                <Thing of={v} />
              </Sure>
              {v.led_by && <span className="quiet"> {lang === 'en' ? 'led by ' : '领衔：'}{v.led_by}</span>}
              <Source of={v} />
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}

function Parts({ chain, chainKey }: { chain: ChainType; chainKey: string }) {
  const { t } = useLang()
  const place = usePlace()
  const asOf = place.get('as_of')
  const structure = useApi<Structure>(`/chains/${chainKey}/structure`, { as_of: asOf })
  const gaps = useApi<List<Gap>>('/gaps', { chain: chainKey, limit: 200, as_of: asOf })
  const targets = useTargetCount(chainKey)
  const tab = place.get('tab') ?? 'structure'
  const order = structure.data?.links.map((l) => l.id) ?? []
  const link = place.get('link')
  const opened = link ? (link.startsWith('link:') ? link : `link:${link}`) : undefined
  const open = (id: string | undefined) => place.set({ link: id ? id.slice(id.indexOf(':') + 1) : undefined }, opened !== undefined)
  const meta = useMeta()
  const drawings = (['application', 'layout', 'roadmap'] as const).filter((kind) => meta?.diagrams.includes(kind))
  return (
    <>
      <Tabs
        activeKey={tab}
        onChange={(k) => place.set({ tab: k === 'structure' ? undefined : k })}
        items={[
          { key: 'structure', label: t('structure'), children: <Drawing kind="structure" chain={chainKey} chosen={opened} choose={open} order={order} /> },
          ...drawings.map((kind) => ({ key: kind, label: t(kind), children: <Drawing kind={kind} chain={chainKey} /> })),
          { key: 'links', label: <>{t('links')} {structure.data?.links.length ?? ''}</>, children: <Region query={structure}>{(s) => <Links structure={s} open={open} chosen={opened} />}</Region> },
          { key: 'gaps', label: <>{t('gaps')} {gaps.data?.total ?? ''}</>, children: <Region query={gaps}>{(g) => <ChainGaps gaps={g.items} />}</Region> },
          { key: 'targets', label: <>{t('targets')} {targets ?? ''}</>, children: <Targets chain={chainKey} /> },
          { key: 'changes', label: t('changes'), children: <Changes chain={chainKey} draw={(from, to) => <Drawing kind="changes" chain={chainKey} from={from} to={to} chosen={opened} choose={open} order={order} />} /> },
        ]}
      />
      {opened && <LinkDrawer id={opened} order={order} open={open} />}
      <Reload chain={chain.id} />
    </>
  )
}

/** A page that was left open shows a new revision by itself: its title says which one it holds. */
function Reload({ chain }: { chain: string }) {
  const meta = useMeta()
  const { t } = useLang()
  useEffect(() => {
    document.title = `${t('product')} · ${chain.slice(6)} · r${meta?.revision ?? ''}`
  }, [chain, meta?.revision, t])
  return null
}

function Links({ structure, open, chosen }: { structure: Structure; open: (id: string) => void; chosen: string | undefined }) {
  const { t, lang } = useLang()
  const words = useTerms()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('links')}</th>
          <th scope="col">{t('state')}</th>
          <th scope="col" className="num">{t('necessity')}</th>
          <th scope="col">{t('products')}</th>
          <th scope="col">{t('localFirms')}</th>
          <th scope="col">{t('asOf')}</th>
        </tr>
      </thead>
      {structure.stages.map((stage) => (
        <tbody key={stage.key}>
          <tr className="group">
            <th colSpan={6} scope="colgroup">
              {lang === 'en' ? stage.name_en : stage.name} <span className="quiet">{(lang === 'en' ? stage.caption_en : stage.caption).join(' · ')}</span>
            </th>
          </tr>
          {structure.links.filter((l) => l.stage === stage.key).map((l) => (
            <tr key={l.id} className={l.id === chosen ? 'chosen' : undefined}>
              <th scope="row">
                <button type="button" className="as-link" onClick={() => open(l.id)}>{label(lang, l)}</button>
                {l.chokepoint && <Kinds kinds={['chokepoint']} />}
              </th>
              <td><StateTag state={l.coverage} /></td>
              <td className="num">{l.weight}</td>
              <td className="cut" title={l.products.map((p) => label(lang, p)).join('、')}>{l.products.map((p) => label(lang, p)).join(lang === 'en' ? ', ' : '、')}</td>
              <td>
                {l.local.length === 0 ? <span className="quiet">{t('unseen')}</span> : l.local.slice(0, 3).map((p) => (
                  <span key={p.enterprise.id} className="firm">
                    <Sure of={p}><Thing of={p.enterprise} /></Sure> <Levels levels={p.levels} /> {p.stage !== 'production' && <span className="step">{words('step', p.stage)}</span>}
                  </span>
                ))}
                {l.local.length > 3 && <span className="quiet"> {t('more', l.local.length - 3)}</span>}
              </td>
              <td><Age date={l.data_as_of} /></td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function ChainGaps({ gaps }: { gaps: Gap[] }) {
  const { t, lang } = useLang()
  if (gaps.length === 0) return <p className="empty">{t('noGap')}</p>
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col" className="num">{t('weight')}</th>
          <th scope="col">{t('gaps')}</th>
          <th scope="col">{t('parts')}</th>
          <th scope="col">{t('reason')}</th>
        </tr>
      </thead>
      <tbody>
        {gaps.map((g) => (
          <tr key={g.id}>
            <td className="num"><b>{g.weight.toFixed(1)}</b></td>
            <th scope="row">
              <Thing of={{ ...g, kind: 'Gap' }} /> <Kinds kinds={g.kinds} />
            </th>
            <td><PartsBar parts={g.parts} /></td>
            <td className="quiet">{lang === 'en' ? g.reason.text_en : g.reason.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
