import { useApi, type Gap } from '../../api/client'
import { usePlace } from '../../app/place'
import { useLang } from '../../i18n'
import { useBulk } from '../../parts/gap/Bulk'
import { isOpen } from '../../parts/gap/counts'
import { GapKeys } from '../../parts/gap/GapKeys'
import { GapTable } from '../../parts/gap/GapTable'
import { Empty } from '../../parts/region'

/** The gaps of a chain, heaviest first, then those dismissed or closed, then those no longer derived. */
export function ChainGaps({
  chain,
  gaps,
  gone,
  revision,
  opened,
  open,
}: {
  chain: string
  gaps: Gap[]
  gone: Gap[]
  revision: number | undefined
  opened: string | undefined
  open: (id: string | undefined) => void
}) {
  const { t } = useLang()
  const place = usePlace()
  const standing = gaps.filter(isOpen)
  const ended = gaps.filter((g) => !isOpen(g))
  const order = [...standing, ...ended].map((g) => g.id)
  const bulk = useBulk(chain, gaps, order, revision, { opened, open })
  const none = useApi('/chains/{id}', { path: { id: chain }, query: { as_of: place.get('as_of') } })
  const { market = 0, restricted = 0 } = none.data?.coverage ?? {}
  const beside = market + restricted > 0 && (
    <p className="quiet">
      {t('noGapsBeside', market, restricted)}{' '}
      <button type="button" className="as-link" onClick={() => place.set({ tab: 'links', gap: undefined })}>
        {t('seeLinks')}
      </button>
    </p>
  )
  if (gaps.length + gone.length === 0)
    return (
      <Empty>
        <p>{t('noGap')}</p>
        {beside}
      </Empty>
    )
  const table = { opened, open }
  const groups = [
    { key: 'standing', list: standing },
    { key: 'ended', list: ended, head: t('endedGaps') },
  ].filter((g) => g.list.length > 0)
  return (
    <>
      {bulk && <div className="filters">{bulk.button}</div>}
      {bulk?.rest}
      {groups.length > 0 && <GapTable groups={groups} choice={bulk?.choice} {...table} />}
      {beside}
      {bulk && <GapKeys />}
      {gone.length > 0 && <GapTable groups={[{ key: 'gone', list: gone, head: t('goneGaps') }]} {...table} />}
    </>
  )
}
