import { HistoryOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { dotted, useLang } from '../i18n'
import { dayOf } from '../parts/days'
import { DayInput, RevisionList } from '../parts/record/Moment'
import { useMoment } from './moment'
import { usePlace } from './place'

/** The revision that is looked at; opens what chooses another one, by day or by itself. */
export function Revisions() {
  const { t, lang } = useLang()
  const { past, revision, written } = useMoment()
  const place = usePlace()
  const [open, setOpen] = useState(false)
  const choose = (moment: string | undefined) => {
    setOpen(false)
    place.set({ as_of: moment })
  }
  const asked = place.get('as_of') ?? ''
  const shown = revision ?? '…'
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title={t('whichMoment')}
      destroyOnHidden
      content={
        <>
          <p className="row">
            <label>
              {t('endOfDay')}{' '}
              <DayInput
                name={t('endOfDay')}
                value={/^\d{4}-\d\d-\d\d$/.test(asked) ? asked : ''}
                choose={(day) => day && choose(day)}
              />
            </label>
            <Button disabled={!past} onClick={() => choose(undefined)}>
              {t('now')}
            </Button>
          </p>
          <RevisionList choose={choose} />
        </>
      }
    >
      <Button type="text" icon={<HistoryOutlined />}>
        <span className="roomy">{dotted(lang, [t('revision', shown), written && dayOf(written)])}</span>
        <span className="tight">r{shown}</span>
      </Button>
    </Popover>
  )
}
