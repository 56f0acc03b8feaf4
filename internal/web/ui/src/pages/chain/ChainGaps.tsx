import type { Gap } from '../../api/client'
import { usePlace } from '../../app/place'
import { useLang } from '../../i18n'
import { useBulk } from '../../parts/gap/Bulk'
import { GapKeys } from '../../parts/gap/GapKeys'
import { GapTable } from '../../parts/gap/GapTable'
import { Empty } from '../../parts/region'

/** The gaps of a chain, heaviest first, then those that the rules no longer derive; opened, they stay in the list. */
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
  const old = usePlace().get('as_of') !== undefined
  const chosen = useBulk(
    chain,
    gaps,
    gaps.map((g) => g.id),
    revision,
    { opened, open },
  )
  const bulk = old ? undefined : chosen
  if (gaps.length + gone.length === 0)
    return (
      <Empty>
        <p>{t('noGap')}</p>
      </Empty>
    )
  const table = { opened, open }
  return (
    <>
      {bulk && <div className="filters">{bulk.button}</div>}
      {bulk?.rest}
      {gaps.length > 0 && <GapTable groups={[{ key: 'standing', list: gaps }]} choice={bulk?.choice} {...table} />}
      {bulk && <GapKeys />}
      {gone.length > 0 && <GapTable groups={[{ key: 'gone', list: gone, head: t('goneGaps') }]} {...table} />}
    </>
  )
}
