import { Button, Input, Segmented, Select } from 'antd'
import { useAll, type Gap } from '../api/client'
import { useToday } from '../app/moment'
import { useOpening, usePlace } from '../app/place'
import { useMeta, useTerms } from '../app/terms'
import { useTitle } from '../app/title'
import { label, useLang } from '../i18n'
import { idOf } from '../ids'
import { Meaning } from '../parts/answers/meaning'
import { WeightsButton } from '../parts/answers/Weights'
import { ChainFilter } from '../parts/chainFilter'
import { daysSince } from '../parts/days'
import { GapDrawer } from '../parts/gap/GapDrawer'
import { GapTable, type Group } from '../parts/gap/GapTable'
import { settled } from '../parts/gap/settled'
import { KindMark, Unverified } from '../parts/marks'
import { Empty, Region } from '../parts/region'

const kinds = ['missing', 'weak', 'chokepoint', 'blocked'] as const
const assignedOn = ['assigned', 'in_progress', 'closed']
const few = 8 // of a chain before it is asked for

export default function Gaps() {
  const { t } = useLang()
  useTitle(t('gaps'))
  const place = usePlace()
  const meta = useMeta()
  const asOf = place.get('as_of')
  const today = useToday()
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
  const { opened, open } = useOpening('gap')
  const flat = place.get('by') === 'weight'
  const groups = flat ? [{ key: '', list: shown }] : byChain(shown)
  const goneGroups = flat ? [{ key: '', list: gone.data ?? [] }] : byChain(gone.data ?? [])
  const table = (of: Group[]) => (
    <GapTable groups={of} opened={opened} open={open} chains={flat} most={flat ? Infinity : few} />
  )
  return (
    <div className={opened ? 'with-drawer wide' : undefined}>
      <div className="page-head">
        <h1>{t('gaps')}</h1>
        <span className="page-actions">
          <WeightsButton />
        </span>
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
            <b>{all.filter((g) => g.due && !settled.includes(g.status) && daysSince(g.due, today) > 0).length}</b>
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
            {shown.length === 0 ? <None /> : table(groups)}
            {(gone.data?.length ?? 0) > 0 && (
              <>
                <h2>
                  {t('goneGaps')} <span className="count">{gone.data?.length}</span>
                </h2>
                {table(goneGroups)}
              </>
            )}
            {opened && (
              <GapDrawer
                id={opened}
                order={[...groups, ...goneGroups].flatMap((g) => g.list.map((x) => x.id))}
                open={open}
              />
            )}
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

/** Grouped by chain, as the heaviest of each come; each by weight. */
function byChain(gaps: Gap[]): Group[] {
  const lists = new Map<string, Gap[]>()
  for (const g of gaps) lists.set(g.chain.id, [...(lists.get(g.chain.id) ?? []), g])
  return [...lists].map(([key, list]) => ({ key, list, head: <Head list={list} /> }))
}

function Head({ list }: { list: Gap[] }) {
  const { lang } = useLang()
  const first = list[0]!
  return (
    <>
      <span className={first.provisional ? 'unsure' : undefined}>{label(lang, first.chain)}</span>{' '}
      {first.provisional && <Unverified />} <span className="count">{list.length}</span>
      <Sums list={list} />
    </>
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
