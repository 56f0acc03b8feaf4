import { HistoryOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useApi } from '../api/client'
import { dotted, useLang } from '../i18n'
import { dayOf } from '../parts/days'
import { Few } from '../parts/few'
import { usePlace } from './place'
import { useMeta } from './terms'

/** The revision that is looked at; opens the list of earlier ones. */
export function Revisions() {
  const { t, lang } = useLang()
  const meta = useMeta()
  const place = usePlace()
  const [open, setOpen] = useState(false)
  const sets = useApi('/history', { query: { limit: 30 } })
  const asOf = place.get('as_of')
  const shown = asOf ?? String(meta?.revision ?? '…')
  const time = sets.data?.items.find((set) => String(set.revision) === shown)?.time
  const choose = (revision: string | undefined) => {
    setOpen(false)
    place.set({ as_of: revision })
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title={t('revisions')}
      content={
        <ul className="revisions">
          <li>
            <Button type="link" size="small" onClick={() => choose(undefined)}>
              {t('now')}
            </Button>
          </li>
          <Few of={sets.data?.items ?? []} total={sets.data?.total ?? 0} tail="li">
            {(set) => (
              <li>
                <Button type="link" size="small" onClick={() => choose(String(set.revision))}>
                  r{set.revision}
                </Button>{' '}
                {dayOf(set.time)} <span className="quiet">{set.reason}</span>
              </li>
            )}
          </Few>
        </ul>
      }
    >
      <Button type="text" icon={<HistoryOutlined />}>
        <span className="roomy">{dotted(lang, [t('revision', shown), time && dayOf(time)])}</span>
        <span className="tight">r{shown}</span>
      </Button>
    </Popover>
  )
}
