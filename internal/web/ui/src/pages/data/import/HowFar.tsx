import type { Draft } from '../../../api/client'
import { useLang } from '../../../i18n'

/** How far a draft is, in words. */
export function HowFar({ of }: { of: Draft }) {
  const { t } = useLang()
  const revision = of.revision ?? 0
  if (of.undone) return <>{t('draft_undone', revision, of.undone)}</>
  return <>{t(`draft_${of.state}`, revision)}</>
}
