import { useApi } from '../../api/client'
import { Go } from '../../app/link'
import { usePlace } from '../../app/place'
import { useLang } from '../../i18n'
import { share } from './share'

/** How much of what is said of a chain is not old: the number that 数据 has. */
export function Fresh({ chain }: { chain: string }) {
  const { t } = useLang()
  const q = useApi('/quality', { query: { as_of: usePlace().get('as_of') } }).data
  const facts = q?.chains.find((x) => x.of === chain)
  if (!q || !facts) return null
  return (
    <span className="fresh" title={t('freshMeans', q.stale_months, facts.fresh, facts.count)}>
      <Go to="/data">{t('freshness')}</Go> {share(facts.fresh, facts.count)}
    </span>
  )
}
