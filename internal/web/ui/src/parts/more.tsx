import { Button } from 'antd'
import { useLang } from '../i18n'

/** Says how many of all rows are shown, and gets the next ones; nothing when all are. */
export function More({
  of,
  shown,
  total,
}: {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  shown: number
  total: number
}) {
  const { t } = useLang()
  if (!of.hasNextPage) return null
  return (
    <p className="more">
      {t('shown', shown, total)}{' '}
      <Button onClick={() => void of.fetchNextPage()} loading={of.isFetchingNextPage}>
        {t('loadMore')}
      </Button>
    </p>
  )
}
