import { FilterOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover, Segmented } from 'antd'
import { useRef, useState } from 'react'
import type { DiagramOptions, DiagramQuery } from '../../api/client'
import { usePlace } from '../../app/place'
import { useMeta, useTerms } from '../../app/terms'
import { dotted, useLang, type Word } from '../../i18n'
import { Panel } from '../../parts/answers/asks'

/** The detail that is always of the whole chain: nothing else can be left out beside it. */
const whole = 'leader'

type Options = Pick<DiagramQuery, 'stage' | 'only_gaps' | 'detail'>

/** What the address leaves out of a drawing of a chain, as far as the server can leave it out of its kind. */
export function useFilter(kind: string): { options: Options; of: DiagramOptions | undefined; stages: string[] } {
  const place = usePlace()
  const meta = useMeta()
  const of = meta?.diagram_options[kind]
  const stages = meta?.terms['stage']?.map((s) => s.code) ?? []
  const [stage, detail] = [place.get('stage'), place.get('detail')]
  const known = <T,>(list: string[], code: string | undefined) => list.find((c) => c === code) as T | undefined
  const details = known<Options['detail']>(of?.details ?? [], detail)
  const links = of?.links && details !== whole
  return {
    of,
    stages,
    options: {
      stage: links ? known<Options['stage']>(stages, stage) : undefined,
      only_gaps: (links && place.get('only_gaps') === '1') || undefined,
      detail: details,
    },
  }
}

/** Only one stage, only gaps, less detail. What is left out stands on the button and on the drawing. */
export function Filter({ kind }: { kind: string }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const { of, options, stages } = useFilter(kind)
  if (!of?.links) return null
  const { stage, only_gaps: only, detail } = options
  const said = dotted(lang, [stage && words('stage', stage), only && t('onlyGaps'), detail && t(`detail_${detail}`)])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const content = (
    <div className="form filter">
      <div className="field-row">
        <span>{t('stage')}</span>
        <div>
          <Segmented
            aria-label={t('stage')}
            value={stage ?? ''}
            disabled={detail === whole}
            onChange={(v) => place.set({ stage: v || undefined }, true)}
            options={[{ value: '', label: t('all') }, ...stages.map((s) => ({ value: s, label: words('stage', s) }))]}
          />
        </div>
      </div>
      {of.details.length > 0 && (
        <div className="field-row">
          <span>{t('detail')}</span>
          <div>
            <Segmented
              aria-label={t('detail')}
              value={detail ?? ''}
              onChange={(v) =>
                place.set(
                  v === whole ? { detail: v, stage: undefined, only_gaps: undefined } : { detail: v || undefined },
                  true,
                )
              }
              options={[
                { value: '', label: t('detail_full') },
                ...of.details.map((d) => ({ value: d, label: t(`detail_${d}` as Word) })),
              ]}
            />
          </div>
        </div>
      )}
      <Checkbox
        checked={only ?? false}
        disabled={detail === whole}
        onChange={(e) => place.set({ only_gaps: e.target.checked ? '1' : undefined }, true)}
      >
        {t('onlyGaps')}
      </Checkbox>
    </div>
  )
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={
        <Panel name={t('filter')} close={close}>
          {content}
        </Panel>
      }
    >
      <Button
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={open}
        icon={<FilterOutlined />}
        aria-label={[t('filter'), said].filter(Boolean).join(t('colon'))}
        title={t('filter')}
        className={said ? 'filtering' : undefined}
      >
        {said && <span>{said}</span>}
      </Button>
    </Popover>
  )
}
