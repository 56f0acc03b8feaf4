import type { ChangeSet } from '../../api/client'
import { useLang } from '../../i18n'

/** Why something was written; where that would tell what one may not see, that it is not shown. */
export function ReasonOf({ of }: { of: Pick<ChangeSet, 'reason' | 'withheld'> }) {
  const { t } = useLang()
  return of.withheld ? <span className="quiet">{t('reasonHidden')}</span> : <>{of.reason}</>
}
