import { Button, Input, Segmented, Select } from 'antd'
import type { ReactNode } from 'react'
import { useAll, useRevisionOf, type Gap } from '../api/client'
import { useToday } from '../app/moment'
import { useOpening, usePlace } from '../app/place'
import { useMeta, useTerms } from '../app/terms'
import { useTitle } from '../app/title'
import { label, useLang } from '../i18n'
import { Meaning } from '../parts/answers/meaning'
import { WeightsButton } from '../parts/answers/Weights'
import { ChainFilter } from '../parts/chainFilter'
import { daysSince } from '../parts/days'
import { useBulk } from '../parts/gap/Bulk'
import type { Choice } from '../parts/gap/choice'
import { countGaps, isOpen, kindName, kinds } from '../parts/gap/counts'
import { GapDrawer } from '../parts/gap/GapDrawer'
import { GapTable, type Group } from '../parts/gap/GapTable'
import { GapKeys } from '../parts/gap/GapKeys'
import { KindMark, Unverified } from '../parts/marks'
import { Empty, Region } from '../parts/region'
import { inScope, ScopeSwitch, useScope, type Scope } from './gaps/scope'

const few = 8 // of a chain before it is asked for

export default function Gaps() {
  const { t } = useLang()
  useTitle(t('gaps'))
  const place = usePlace()
  const meta = useMeta()
  const asOf = place.get('as_of')
  const today = useToday()
  const gaps = useAll('/gaps', { query: { as_of: asOf } })
  const revision = useRevisionOf('/gaps', { query: { as_of: asOf } })
  const gone = useAll('/gaps', { query: { as_of: asOf, gone: true } })
  const scope = useScope()
  const all = (gaps.data ?? []).filter((g) => inScope(scope, g))
  const n = countGaps(all)
  const filter = {
    kind: place.get('kind'),
    status: place.get('status'),
    text: place.get('q')?.toLowerCase(),
  }
  const match = (g: Gap, but?: string) =>
    (but === 'kind' || !filter.kind || g.kinds.includes(filter.kind as (typeof kinds)[number])) &&
    (!filter.status || g.status === filter.status) &&
    (!filter.text ||
      g.name.toLowerCase().includes(filter.text) ||
      (g.name_en ?? '').toLowerCase().includes(filter.text))
  // Without a status asked for, the list is that of the gaps counted; the dismissed and closed ones follow.
  const base = filter.status ? all : all.filter(isOpen)
  const shown = base.filter((g) => match(g))
  const ended = filter.status ? [] : all.filter((g) => !isOpen(g) && match(g))
  const { opened, open } = useOpening('gap')
  const flat = place.get('by') === 'weight'
  const lists = flat ? [{ key: '', list: shown }] : byChain(shown)
  const endedLists = flat ? [{ key: '', list: ended }] : byChain(ended)
  const order = [...lists, ...endedLists].flatMap((g) => g.list.map((x) => x.id))
  const bulk = useBulk('city', gaps.data ?? [], order, revision, { opened, open })
  const choice = bulk?.choice
  const groups = flat ? lists : withHeads(lists, choice)
  const endedGroups = flat ? endedLists : withHeads(endedLists, choice)
  const goneShown = (gone.data ?? []).filter((g) => inScope(scope, g))
  const goneGroups = flat ? [{ key: '', list: goneShown }] : withHeads(byChain(goneShown))
  const table = (of: Group[], choice?: Choice) => (
    <GapTable groups={of} opened={opened} open={open} chains={flat} most={flat ? Infinity : few} choice={choice} />
  )
  return (
    <div className={opened ? 'with-drawer wide' : undefined}>
      <div className="page-head">
        <h1>{t('gaps')}</h1>
        <span className="page-actions">
          <WeightsButton />
        </span>
        <p className="facts">
          <ScopeOf scope={scope} />
          <span>
            <Meaning of="缺口" name={t('gaps')}>
              {t('gaps')}
            </Meaning>{' '}
            <b>{n.open}</b>
          </span>
          <span>
            {t('toConfirm')} <b>{n.proposed}</b>
          </span>
          <span>
            <Meaning of="已指派" name={t('assigned')}>
              {t('assigned')}
            </Meaning>{' '}
            <b>{n.assigned}</b>
          </span>
          {n.dismissed > 0 && (
            <span>
              {t('dismissedN')} <b>{n.dismissed}</b>
            </span>
          )}
          {n.closed > 0 && (
            <span>
              {t('closedN')} <b>{n.closed}</b>
            </span>
          )}
          {(gone.data?.length ?? 0) > 0 && (
            <span>
              {t('goneN')} <b>{gone.data?.length}</b>
            </span>
          )}
          <span>
            {t('lateGaps')} <b>{all.filter((g) => g.due && isOpen(g) && daysSince(g.due, today) > 0).length}</b>
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
              scope={<ScopeSwitch of={scope} gaps={gaps.data ?? []} />}
              bulk={bulk?.button}
              counts={Object.fromEntries(
                kinds.map((k) => [k, base.filter((g) => match(g, 'kind') && g.kinds.includes(k)).length]),
              )}
              total={base.filter((g) => match(g, 'kind')).length}
            />
            {bulk?.rest}
            {shown.length === 0 ? <None /> : table(groups, choice)}
            {choice && <GapKeys />}
            {ended.length > 0 && (
              <>
                <h2>
                  {t('endedGaps')} <span className="count">{ended.length}</span>
                </h2>
                {table(endedGroups, choice)}
              </>
            )}
            {goneShown.length > 0 && (
              <>
                <h2>
                  {t('goneGaps')} <span className="count">{goneShown.length}</span>
                </h2>
                {table(goneGroups)}
              </>
            )}
            {opened && (
              <GapDrawer
                id={opened}
                order={[...groups, ...endedGroups, ...goneGroups].flatMap((g) => g.list.map((x) => x.id))}
                open={open}
              />
            )}
          </>
        )}
      </Region>
    </div>
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

type FiltersProps = { scope: ReactNode; bulk: ReactNode; counts: Record<string, number>; total: number }

function Filters({ scope, bulk, counts, total }: FiltersProps) {
  const { t } = useLang()
  const words = useTerms()
  const place = usePlace()
  const kind = place.get('kind') ?? ''
  return (
    <div className="filters">
      {scope}
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
                <KindMark kind={k} /> {t(kindName[k])} {counts[k] ?? 0}
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
      {bulk}
    </div>
  )
}

/** Which chains are shown, when it is not all of them. */
function ScopeOf({ scope }: { scope: Scope }) {
  const { t } = useLang()
  return (
    scope.chains && (
      <span>
        {t(scope.own ? 'myChains' : 'theseChains')} <b>{scope.chains.length}</b>
      </span>
    )
  )
}

/** Grouped by chain, as the heaviest of each come; each by weight. */
function byChain(gaps: Gap[]): Group[] {
  const lists = new Map<string, Gap[]>()
  for (const g of gaps) lists.set(g.chain.id, [...(lists.get(g.chain.id) ?? []), g])
  return [...lists].map(([key, list]) => ({ key, list }))
}

const withHeads = (groups: Group[], choice?: Choice): Group[] =>
  groups.map((g) => ({ ...g, head: <Head list={g.list} choice={choice} /> }))

type HeadProps = { list: Gap[]; choice: Choice | undefined }

function Head({ list, choice }: HeadProps) {
  const { lang } = useLang()
  const first = list[0]!
  return (
    <>
      <span className={first.provisional ? 'unsure' : undefined}>{label(lang, first.chain)}</span>{' '}
      {first.provisional && <Unverified />} <span className="count">{list.length}</span>
      <Sums list={list} choice={choice} />
    </>
  )
}

/** Of a chain: gaps by kind, and how many somebody works on. */
function Sums({ list, choice }: HeadProps) {
  const { t } = useLang()
  const of = countGaps(list)
  const chosen = list.filter((g) => choice?.ids.includes(g.id)).length
  return (
    <>
      <span className="sums">
        {kinds
          .map((k) => ({ k, n: of.kind(k) }))
          .filter(({ n }) => n > 0)
          .map(({ k, n }) => (
            <span key={k} className="kind" title={t(kindName[k])}>
              <KindMark kind={k} /> {n}
            </span>
          ))}
      </span>
      {(of.open > 0 || chosen > 0) && (
        <span className="quiet right">
          {of.open > 0 && (
            <>
              {t('assigned')} {of.assigned}/{of.open}
            </>
          )}{' '}
          {chosen > 0 && t('chosenOf', chosen)}
        </span>
      )}
    </>
  )
}
