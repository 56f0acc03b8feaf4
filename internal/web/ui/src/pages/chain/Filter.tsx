import { FilterOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover, Segmented } from 'antd'
import { usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { dotted, useLang, type Word } from '../../i18n'

// What the server can leave out of which kind of drawing (internal/drawing/options.go); of a kind that is not here, nothing.
const takes: Record<string, { links: boolean; details: string[] }> = {
  structure: { links: true, details: ['names', 'overview'] },
  application: { links: true, details: ['names'] },
  layout: { links: true, details: ['names', 'overview'] },
  roadmap: { links: true, details: [] },
  changes: { links: true, details: [] },
}
const stages = ['upstream', 'midstream', 'downstream', 'support']

type Options = { stage: string | undefined; only_gaps: true | undefined; detail: string | undefined }

/** What the address leaves out of a drawing of a chain, as far as its kind can leave it out. */
export function useFilter(kind: string): { options: Options; of: (typeof takes)[string] | undefined } {
  const place = usePlace()
  const of = takes[kind]
  const [stage, detail] = [place.get('stage'), place.get('detail')]
  return {
    of,
    options: {
      stage: of?.links && stage && stages.includes(stage) ? stage : undefined,
      only_gaps: (of?.links && place.get('only_gaps') === '1') || undefined,
      detail: detail && of?.details.includes(detail) ? detail : undefined,
    },
  }
}

/** Only one stage, only gaps, less detail. What is left out stands on the button and on the drawing. */
export function Filter({ kind }: { kind: string }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  const { of, options } = useFilter(kind)
  if (!of) return null
  const { stage, only_gaps: only, detail } = options
  const said = dotted(lang, [stage && words('stage', stage), only && t('onlyGaps'), detail && t(`detail_${detail}` as Word)])
  const content = (
    <div className="form filter">
      <div className="field-row">
        <span>{t('stage')}</span>
        <div><Segmented aria-label={t('stage')} value={stage ?? ''} onChange={(v) => place.set({ stage: v || undefined }, true)} options={[{ value: '', label: t('all') }, ...stages.map((s) => ({ value: s, label: words('stage', s) }))]} /></div>
      </div>
      {of.details.length > 0 && (
        <div className="field-row">
          <span>{t('detail')}</span>
          <div><Segmented aria-label={t('detail')} value={detail ?? ''} onChange={(v) => place.set({ detail: v || undefined }, true)} options={[{ value: '', label: t('detail_full') }, ...of.details.map((d) => ({ value: d, label: t(`detail_${d}` as Word) }))]} /></div>
        </div>
      )}
      <Checkbox checked={only ?? false} onChange={(e) => place.set({ only_gaps: e.target.checked ? '1' : undefined }, true)}>{t('onlyGaps')}</Checkbox>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomLeft" arrow={false} content={content}>
      <Button icon={<FilterOutlined />} aria-label={[t('filter'), said].filter(Boolean).join(t('colon'))} title={t('filter')} className={said ? 'filtering' : undefined}>{said && <span>{said}</span>}</Button>
    </Popover>
  )
}
