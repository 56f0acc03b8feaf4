import { Button } from 'antd'
import { useRef } from 'react'
import { useSuperseded } from '../api/build'
import { useLang } from '../i18n'
import { useMeta } from './terms'

/** Says that the server runs another version than this page, and loads it when asked: never by itself. */
export function Newer() {
  const { t } = useLang()
  const version = useMeta()?.version
  const first = useRef<string>(undefined)
  first.current ??= version
  const newer = useSuperseded() || version !== first.current
  return (
    <div role="status">
      {newer && (
        <div className="banner">
          {t('newer')}{' '}
          <Button size="small" onClick={() => window.location.reload()}>
            {t('loadNewer')}
          </Button>
        </div>
      )}
    </div>
  )
}
