import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import type { Gap } from '../../api/client'
import { usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { idOf, keyOf } from '../../ids'
import { WeightsButton } from '../../parts/answers/Weights'
import { CandidatesOfGap } from '../../parts/firms/CandidatesOfGap'
import { KindMark } from '../../parts/marks'
import { Empty } from '../../parts/region'

/** For a gap: who could close it, what speaks for each, and how far the talks are. */
export function Candidates({ gaps }: { gaps: Gap[] }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  const key = place.get('gap')
  const at = Math.max(0, key ? gaps.findIndex((g) => g.id === idOf('gap', key)) : 0)
  const chosen = key ? idOf('gap', key) : gaps[0]?.id
  const choose = (id: string | undefined) => place.set({ gap: id && keyOf(id), candidate: undefined })
  if (!chosen)
    return (
      <Empty>
        <p>{t('noGaps')}</p>
      </Empty>
    )
  return (
    <>
      <div className="filters">
        <Select
          aria-label={t('gapCol')}
          showSearch={{ optionFilterProp: 'text' }}
          value={chosen}
          style={{ width: 420 }}
          onChange={choose}
          options={gaps.map((g) => ({
            value: g.id,
            text: `${g.name} ${g.name_en ?? ''} ${g.chain.name}`,
            label: (
              <span>
                <KindMark kind={g.kind} /> <b>{label(lang, g)}</b>{' '}
                <span className="quiet">
                  {words('gap_kind', g.kind)} · {label(lang, g.chain)} · {t('weight')} {g.weight.toFixed(1)}
                </span>
              </span>
            ),
          }))}
        />
        <Button
          icon={<LeftOutlined />}
          aria-label={t('previous')}
          disabled={at <= 0}
          onClick={() => choose(gaps[at - 1]?.id)}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={t('next')}
          disabled={at >= gaps.length - 1}
          onClick={() => choose(gaps[at + 1]?.id)}
        />
        <span className="right">
          <WeightsButton gap={chosen} />
        </span>
      </div>
      <CandidatesOfGap key={chosen} id={chosen} />
    </>
  )
}
