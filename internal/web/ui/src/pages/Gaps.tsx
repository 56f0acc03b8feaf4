import { Button, Drawer, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useAll, useApi, type Gap, type GapWhole } from '../api/client'
import { Go, Thing } from '../app/link'
import { pageOf, usePlace } from '../app/place'
import { useMeta, useTerms } from '../app/terms'
import { useTitle } from '../app/title'
import { dotted, label, useLang } from '../i18n'
import { idOf, keyOf } from '../ids'
import { Answers } from '../parts/answers/Answers'
import { Meaning } from '../parts/answers/meaning'
import { PartsTable } from '../parts/answers/partsTable'
import { WeightsButton } from '../parts/answers/Weights'
import { Why, type Asked } from '../parts/answers/why'
import { ChainFilter } from '../parts/chainFilter'
import { daysSince } from '../parts/days'
import { DrawerTools, useDrawerKeys, type Ways } from '../parts/drawer'
import { Facts } from '../parts/facts/Facts'
import { Age } from '../parts/facts/provenance'
import { Few } from '../parts/few'
import { Firms } from '../parts/firms/Firms'
import { Due, KindMark, Kinds, PartsBar, StateTag, StatusBar, Unverified } from '../parts/marks'
import { Record } from '../parts/record/Record'
import { Empty, Region } from '../parts/region'
import { Comments } from './gaps/Comments'
import { Decision } from './gaps/Decision'

const kinds = ['missing', 'weak', 'chokepoint', 'blocked'] as const
const assignedOn = ['assigned', 'in_progress', 'closed']
const settled = ['closed', 'dismissed']
const few = 8 // of a chain before it is asked for

export default function Gaps() {
  const { t } = useLang()
  useTitle(t('gaps'))
  const place = usePlace()
  const meta = useMeta()
  const asOf = place.get('as_of')
  const gaps = useAll('/gaps', { query: { as_of: asOf } })
  const gone = useAll('/gaps', { query: { as_of: asOf, gone: true } })
  const all = gaps.data ?? []
  const filter = {
    chain: place.get('chain'),
    kind: place.get('kind'),
    status: place.get('status'),
    text: place.get('q')?.toLowerCase(),
  }
  const match = (g: Gap, but?: string) =>
    (!filter.chain || g.chain.id === idOf('chain', filter.chain)) &&
    (but === 'kind' || !filter.kind || g.kinds.includes(filter.kind as (typeof kinds)[number])) &&
    (!filter.status || g.status === filter.status) &&
    (!filter.text ||
      g.name.toLowerCase().includes(filter.text) ||
      (g.name_en ?? '').toLowerCase().includes(filter.text))
  const shown = all.filter((g) => match(g))
  const open = place.get('gap')
  const opened = open && idOf('gap', open)
  return (
    <div className={opened ? 'with-drawer wide' : undefined}>
      <div className="page-head">
        <h1>{t('gaps')}</h1>
        {!asOf && (
          <span className="page-actions">
            <WeightsButton />
          </span>
        )}
        <p className="facts">
          <span>
            <Meaning of="缺口" name={t('gaps')}>
              {t('gaps')}
            </Meaning>{' '}
            <b>{all.length}</b>
          </span>
          {(['proposed', 'assigned'] as const).map((s) => (
            <Count key={s} status={s} n={all.filter((g) => g.status === s).length} />
          ))}
          <span>
            {t('overdueN')}{' '}
            <b>
              {all.filter((g) => g.due && !settled.includes(g.status) && daysSince(g.due, new Date()) > 0).length}
            </b>
          </span>
          <span>
            {t('rule')} <b>{meta?.rules_version}</b>
          </span>
        </p>
      </div>
      <Region query={gaps} rows={12}>
        {() => (
          <>
            <Filters
              counts={Object.fromEntries(
                kinds.map((k) => [k, all.filter((g) => match(g, 'kind') && g.kinds.includes(k)).length]),
              )}
              total={all.filter((g) => match(g, 'kind')).length}
            />
            {shown.length === 0 ? <None /> : <Groups gaps={shown} opened={opened} />}
            {(gone.data?.length ?? 0) > 0 && (
              <>
                <h2>
                  {t('goneGaps')} <span className="count">{gone.data?.length}</span>
                </h2>
                <Groups gaps={gone.data ?? []} opened={opened} />
              </>
            )}
            {opened && <GapDrawer id={opened} order={[...shown, ...(gone.data ?? [])].map((g) => g.id)} />}
          </>
        )}
      </Region>
    </div>
  )
}

function Count({ status, n }: { status: string; n: number }) {
  const words = useTerms()
  return (
    <span>
      {words('gap_status', status)} <b>{n}</b>
    </span>
  )
}

function None() {
  const { t } = useLang()
  const place = usePlace()
  return (
    <Empty>
      <p>{t('noRows')}</p>
      <Button onClick={() => place.set({ kind: undefined, chain: undefined, status: undefined, q: undefined })}>
        {t('clearFilter')}
      </Button>
    </Empty>
  )
}

function Filters({ counts, total }: { counts: Record<string, number>; total: number }) {
  const { t } = useLang()
  const words = useTerms()
  const place = usePlace()
  const kind = place.get('kind') ?? ''
  return (
    <div className="filters">
      <Segmented
        aria-label={t('gaps')}
        value={kind}
        onChange={(v) => place.set({ kind: v || undefined })}
        options={[
          { value: '', label: `${t('all')} ${total}` },
          ...kinds.map((k) => ({
            value: k as string,
            label: (
              <span className="kind">
                <KindMark kind={k} /> {words('gap_kind', k)} {counts[k] ?? 0}
              </span>
            ),
          })),
        ]}
      />
      <ChainFilter />
      <Select
        aria-label={t('allStates')}
        value={place.get('status') ?? ''}
        popupMatchSelectWidth={false}
        onChange={(v) => place.set({ status: v || undefined })}
        options={[
          { value: '', label: t('allStates') },
          ...['proposed', 'confirmed', 'dismissed', 'assigned', 'in_progress', 'closed'].map((s) => ({
            value: s,
            label: words('gap_status', s),
          })),
        ]}
      />
      <Input
        aria-label={t('filterLink')}
        placeholder={t('filterLink')}
        allowClear
        value={place.get('q') ?? ''}
        onChange={(e) => place.set({ q: e.target.value || undefined }, true)}
        style={{ width: 160 }}
      />
      <Select
        aria-label={t('weight')}
        value={place.get('by') ?? 'chain'}
        onChange={(v) => place.set({ by: v === 'chain' ? undefined : v })}
        options={[
          { value: 'chain', label: t('chain') },
          { value: 'weight', label: t('weight') },
        ]}
      />
    </div>
  )
}

/** Grouped by chain, each by weight; or one list by weight. */
function Groups({ gaps, opened }: { gaps: Gap[]; opened: string | undefined }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const flat = place.get('by') === 'weight'
  const [wide, setWide] = useState<string[]>([])
  const groups = new Map<string, Gap[]>()
  for (const g of gaps) {
    const key = flat ? '' : g.chain.id
    groups.set(key, [...(groups.get(key) ?? []), g])
  }
  return (
    <table className="grid gaps">
      <thead>
        <tr>
          <th scope="col">{t('gaps')}</th>
          <th scope="col" className="num">
            {t('weight')}
          </th>
          <th scope="col" className="num">
            {t('affects')} <span className="quiet note">{t('affectsNote')}</span>
          </th>
          <th scope="col">{t('parts')}</th>
          <th scope="col">{t('handling')}</th>
          <th scope="col">{t('owner')}</th>
          <th scope="col">{t('due')}</th>
        </tr>
      </thead>
      {[...groups].map(([chain, list]) => {
        const first = list[0]!
        const cut = !flat && !wide.includes(chain) && list.length > few + 2 ? few : list.length
        return (
          <tbody key={chain}>
            {!flat && (
              <tr className="group">
                <th colSpan={7} scope="colgroup">
                  <span className={first.provisional ? 'unsure' : undefined}>{label(lang, first.chain)}</span>{' '}
                  {first.provisional && <Unverified />} <span className="count">{list.length}</span>
                  <Sums list={list} />
                </th>
              </tr>
            )}
            {list.slice(0, cut).map((g) => (
              <Row key={g.id} gap={g} chosen={g.id === opened} flat={flat} />
            ))}
            {cut < list.length && (
              <tr>
                <td colSpan={7} className="more">
                  {t('more', list.length - cut)}{' '}
                  <button type="button" className="as-link" onClick={() => setWide([...wide, chain])}>
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

/** Of a chain: gaps by kind, and how many somebody works on. */
function Sums({ list }: { list: Gap[] }) {
  const { t } = useLang()
  const words = useTerms()
  return (
    <>
      <span className="sums">
        {kinds
          .map((k) => ({ k, n: list.filter((g) => g.kinds.includes(k)).length }))
          .filter(({ n }) => n > 0)
          .map(({ k, n }) => (
            <span key={k} className="kind" title={words('gap_kind', k)}>
              <KindMark kind={k} /> {n}
            </span>
          ))}
      </span>
      <span className="quiet right">
        {t('assigned')} {list.filter((g) => assignedOn.includes(g.status)).length}/{list.length}
      </span>
    </>
  )
}

function Row({ gap: g, chosen, flat }: { gap: Gap; chosen: boolean; flat: boolean }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  return (
    <tr className={chosen ? 'chosen' : undefined}>
      <th scope="row">
        <button type="button" className="as-link" onClick={() => place.set({ gap: keyOf(g.id) })}>
          <KindMark kind={g.kind} /> {label(lang, g)}
        </button>{' '}
        {g.kinds.length > 1 && <Kinds kinds={g.kinds.slice(1)} />}{' '}
        {flat && <span className="quiet">{label(lang, g.chain)}</span>}
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
      <td className="num">
        {g.affected.links.length} / {g.affected.enterprises.length}
      </td>
      <td>
        <PartsBar parts={g.parts} />
      </td>
      <td className="status">
        <StatusBar status={g.status} /> {words('gap_status', g.status)}
      </td>
      <td className={g.owner ? 'cut' : 'quiet'}>{g.owner ?? t('notAssigned')}</td>
      <td>
        <Due date={g.due} over={settled.includes(g.status)} />
      </td>
    </tr>
  )
}

function GapDrawer({ id, order }: { id: string; order: string[] }) {
  const place = usePlace()
  const gap = useApi('/gaps/{id}', { path: { id }, query: { as_of: place.get('as_of') } })
  const ways = useDrawerKeys(id, order, (to) => place.set({ gap: to && keyOf(to) }, true))
  return (
    <Drawer
      open
      mask={false}
      size={524}
      rootStyle={{ top: 48 }}
      closable={false}
      onClose={ways.close}
      title={null}
      aria-label={gap.data?.name ?? ''}
    >
      <Region query={gap} rows={10}>
        {(g) => <Content gap={g} ways={ways} />}
      </Region>
    </Drawer>
  )
}

function Content({ gap: g, ways }: { gap: GapWhole; ways: Ways }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const readOnly = usePlace().get('as_of') !== undefined
  const why: Asked = { path: '/gaps/{id}/why', ids: { id: g.id } }
  return (
    <article className="drawer">
      <header>
        <h2>
          {label(lang, g)} <Kinds kinds={g.kinds} />
        </h2>
        <DrawerTools {...ways} />
        <p className="quiet">
          <Thing of={g.chain} />
          {t('dot')}
          {dotted(lang, [words('stage', g.stage), `${t('necessity')} ${g.necessity}`])}{' '}
          <StateTag state={g.coverage} />{' '}
          <span className="right">
            <StatusBar status={g.status} /> {words('gap_status', g.status)}
          </span>
        </p>
      </header>
      <section>
        <h3>{t('whyGap', words('gap_kind', g.kind))}</h3>
        <dl className="chain-of-reasons">
          <div>
            <dt>{t('rule')}</dt>
            <dd>
              {g.reason.rule} <p>{lang === 'en' ? g.reason.text_en : g.reason.text}</p>
            </dd>
          </div>
          <div>
            <dt>{t('fact')}</dt>
            <dd>
              <Facts facts={g.reason.facts} />
            </dd>
          </div>
          <div>
            <dt>{t('trust')}</dt>
            <dd>
              {t('dataShare', `${Math.round(g.data_coverage * 100)}%`)}
              {t('comma')}
              {t('asOf')} <Age date={g.data_as_of} />
              {t('stop')}
              {t('notNone')}
            </dd>
          </div>
        </dl>
      </section>
      <section>
        <h3>
          <Why of={why} name={t('weight')} known={g.data_coverage}>
            {t('parts')}
          </Why>{' '}
          <span className="count">{g.weight.toFixed(1)}/100</span>
        </h3>
        <PartsTable parts={g.parts} why={why} known={g.data_coverage} />
      </section>
      <section>
        <h3>{t('effect')}</h3>
        <p className="path">
          <Thing of={g.link} />
          {g.affected.links.length > 0 && ' → '}
          <Few of={g.affected.links} most={4} between={t('and')}>
            {(l) => <Thing of={l} />}
          </Few>
        </p>
        <p>
          {g.affected.enterprises.map((e, i) => (
            <span key={e.id}>
              {i > 0 && t('and')}
              <Thing of={e} />
            </span>
          ))}
        </p>
        <p>
          <Go to={`${pageOf(g.link.id)}&drawing=impact`}>{t('showDrawing')}</Go>
        </p>
      </section>
      <Firms title={t('makers')} list={g.candidates} none={t('noData')} />
      {g.standing && (
        <p className="after">
          <Go to={`/investment?gap=${encodeURIComponent(keyOf(g.id))}`}>{t('toInvestment')}</Go>
        </p>
      )}
      <Answers answers={g.answers} />
      <Decision key={`decide ${g.id}`} gap={g} readOnly={readOnly} />
      <Comments key={`comment ${g.id}`} gap={g} readOnly={readOnly} />
      <Record id={g.id} />
    </article>
  )
}
