import type { Gap } from '../../api/client'
import { useLang } from '../../i18n'
import { isOpen } from '../../parts/gap/counts'
import { GapTable } from '../../parts/gap/GapTable'
import { Empty } from '../../parts/region'

/** The gaps of a chain, heaviest first, then those dismissed or closed, then those no longer derived. */
export function ChainGaps({
  gaps,
  gone,
  opened,
  open,
}: {
  gaps: Gap[]
  gone: Gap[]
  opened: string | undefined
  open: (id: string) => void
}) {
  const { t } = useLang()
  if (gaps.length + gone.length === 0)
    return (
      <Empty>
        <p>{t('noGap')}</p>
      </Empty>
    )
  const groups = [
    { key: 'open', list: gaps.filter(isOpen) },
    { key: 'ended', list: gaps.filter((g) => !isOpen(g)), head: t('endedGaps') },
    { key: 'gone', list: gone, head: t('goneGaps') },
  ]
  return <GapTable groups={groups.filter((g) => g.list.length > 0)} opened={opened} open={open} />
}
