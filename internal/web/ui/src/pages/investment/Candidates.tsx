import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { escape, useApi, type Gap, type GapCandidate, type GapCandidates, type GapWhole } from '../../api/client'
import { Thing } from '../../app/link'
import { usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { KindMark } from '../../parts/marks'
import { Empty, Region } from '../../parts/region'
import { WeightsButton } from '../Weights'
import { CandidateTable } from './CandidateTable'
import { ContactForm, type Moving } from './ContactForm'

/** For a gap: who could close it, what speaks for each, and how far the talks are. */
export function Candidates({ gaps }: { gaps: Gap[] }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  const key = place.get('gap')
  const at = Math.max(0, key ? gaps.findIndex((g) => g.id === `gap:${key}`) : 0)
  const chosen = key ? `gap:${key}` : gaps[0]?.id
  const choose = (id: string | undefined) => place.set({ gap: id?.slice(4), candidate: undefined })
  if (!chosen) return <Empty><p>{t('noGaps')}</p></Empty>
  return (
    <>
      <div className="filters">
        <Select
          aria-label={t('gapCol')}
          showSearch={{ optionFilterProp: 'text' }}
          value={chosen}
          style={{ width: 420 }}
          onChange={choose}
          options={gaps.map((g) => ({ value: g.id, text: `${g.name} ${g.name_en ?? ''} ${g.chain.name}`, label: <span><KindMark kind={g.kind} /> <b>{label(lang, g)}</b> <span className="quiet">{words('gap_kind', g.kind)} · {label(lang, g.chain)} · {t('weight')} {g.weight.toFixed(1)}</span></span> }))}
        />
        <Button icon={<LeftOutlined />} aria-label={t('previous')} disabled={at <= 0} onClick={() => choose(gaps[at - 1]?.id)} />
        <Button icon={<RightOutlined />} aria-label={t('next')} disabled={at >= gaps.length - 1} onClick={() => choose(gaps[at + 1]?.id)} />
        <span className="right"><WeightsButton gap={chosen} /></span>
      </div>
      <OfGap key={chosen} id={chosen} />
    </>
  )
}

/** Kinds of candidates to choose from: local ones and those of groups by origin, the others by how near they are. */
const kinds = ['one_step', 'group', 'circle', 'province', 'preferred', 'elsewhere', 'unplaced'] as const
const kindOf = (c: GapCandidate) => (c.origin !== 'outside' ? c.origin : c.class || 'unplaced')

function OfGap({ id }: { id: string }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  const [moving, setMoving] = useState<Moving>()
  const list = useApi<GapCandidates>(`/gaps/${escape(id)}/candidates`, { limit: 200 })
  const gap = useApi<GapWhole>(`/gaps/${escape(id)}`)
  const join = (of: { name: string; name_en?: string; kind?: string }[]) => of.map((x) => label(lang, x)).join(lang === 'en' ? ', ' : '、')
  const word = (k: (typeof kinds)[number]) => (k === 'one_step' || k === 'group' ? words('candidate_origin', k) : k === 'unplaced' ? t('unplaced') : words('region_class', k))
  return (
    <Region query={list} rows={8}>
      {(l) => {
        const begin = (c: GapCandidate, stage: Moving['stage']) => setMoving({ gap: l.gap, enterprise: c, card: c.contact, stage, base: l.revision })
        const count = (k: string) => l.items.filter((c) => kindOf(c) === k).length
        const kind = kinds.find((k) => k === place.get('from') && count(k) > 0)
        const shown = kind ? l.items.filter((c) => kindOf(c) === kind) : l.items
        return (
          <>
            <div className="filters">
              <Segmented
                aria-label={t('fromWhere')}
                value={kind ?? 'all'}
                onChange={(v) => place.set({ from: v === 'all' ? undefined : String(v), candidate: undefined })}
                options={[{ value: 'all', label: `${t('all')} ${l.items.length}` }, ...kinds.map((k) => ({ value: k, label: `${word(k)} ${count(k)}`, disabled: count(k) === 0 }))]}
              />
            </div>
            <p className="quiet">
              {t('named', t('needsLine'))}{join(l.needs) || t('blank')}{lang === 'en' ? '. ' : '。'}{t('named', t('usersLine'))}{join(l.users) || t('unseen')}{lang === 'en' ? '. ' : '。'}{t('candidateNote')}
            </p>
            {shown.length === 0 ? <Empty><p>{t('noFirms')}</p></Empty> : <CandidateTable items={shown} revision={l.revision} begin={begin} />}
            {l.total > l.items.length && <p className="quiet">{t('shown', l.items.length, l.total)}</p>}
            {l.rejected.length > 0 && <Rejected items={l.rejected} begin={begin} />}
            {moving && <ContactForm of={moving} owners={gap.data?.owners ?? []} close={() => setMoving(undefined)} />}
          </>
        )
      }}
    </Region>
  )
}

/** Who is not proposed, and why: rejected by people, or vetoed. */
function Rejected({ items, begin }: { items: GapCandidate[]; begin: (c: GapCandidate, stage: Moving['stage']) => void }) {
  const { t, lang } = useLang()
  return (
    <>
      <h2>{t('rejectedHead')} <span className="count">{items.length} · {t('rejectedNote')}</span></h2>
      <ul className="lines">
        {items.map((c) => (
          <li key={c.id}>
            <b><Thing of={c} /></b> <span className="quiet">{lang === 'en' ? c.where.text_en : c.where.text}</span> {lang === 'en' ? c.veto?.reason.text_en : c.veto?.reason.text}
            {c.veto?.instead.text && <span className="quiet">{lang === 'en' ? '; ' : '；'}{lang === 'en' ? c.veto.instead.text_en : c.veto.instead.text}</span>}
            {c.contact?.stage === 'rejected' && <> <span className="quiet note">{c.contact.since}</span> <Button size="small" onClick={() => begin(c, 'lead')}>{t('restoreFirm')}</Button></>}
          </li>
        ))}
      </ul>
    </>
  )
}
