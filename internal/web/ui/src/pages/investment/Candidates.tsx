import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { escape, useApi, type Gap, type GapCandidate, type GapCandidates, type GapWhole } from '../../api/client'
import { Thing } from '../../app/link'
import { usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { KindMark, PartsBar, Steps, Unverified } from '../../parts/marks'
import { Source, Sure } from '../../parts/provenance'
import { Empty, Region } from '../../parts/region'
import { Acts } from './Board'
import { ContactForm, stages, type Moving } from './ContactForm'

/** For a gap: who could close it, what speaks for each, and how far the talks are. */
export function Candidates({ gaps }: { gaps: Gap[] }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  const key = place.get('gap')
  const at = Math.max(0, key ? gaps.findIndex((g) => g.id === `gap:${key}`) : 0)
  const chosen = key ? `gap:${key}` : gaps[0]?.id
  const choose = (id: string | undefined) => place.set({ gap: id?.slice(4) })
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
      </div>
      <OfGap key={chosen} id={chosen} />
    </>
  )
}

function OfGap({ id }: { id: string }) {
  const { t, lang } = useLang()
  const [moving, setMoving] = useState<Moving>()
  const list = useApi<GapCandidates>(`/gaps/${escape(id)}/candidates`, { limit: 50 })
  const gap = useApi<GapWhole>(`/gaps/${escape(id)}`)
  const join = (of: { name: string; name_en?: string; kind?: string }[]) => of.map((x) => label(lang, x)).join(lang === 'en' ? ', ' : '、')
  return (
    <Region query={list} rows={8}>
      {(l) => {
        const begin = (c: GapCandidate, stage: Moving['stage']) => setMoving({ gap: l.gap, enterprise: c, card: c.contact, stage, base: l.revision })
        return (
          <>
            <p className="quiet">
              {t('named', t('needsLine'))}{join(l.needs) || t('blank')}{lang === 'en' ? '. ' : '。'}{t('named', t('usersLine'))}{join(l.users) || t('unseen')}{lang === 'en' ? '. ' : '。'}{t('candidateNote')}
            </p>
            {l.items.length === 0 ? <Empty><p>{t('noFirms')}</p></Empty> : <Rows items={l.items} begin={begin} />}
            {l.rejected.length > 0 && (
              <>
                <h2>{t('rejectedHead')} <span className="count">{l.rejected.length} · {t('rejectedNote')}</span></h2>
                <ul className="lines">
                  {l.rejected.map((c) => (
                    <li key={c.id}>
                      <Thing of={c} />{t('named', '')}{c.contact?.reason} <span className="quiet note">{c.contact?.since}</span> <Button size="small" onClick={() => begin(c, 'lead')}>{t('restoreFirm')}</Button>
                    </li>
                  ))}
                </ul>
              </>
            )}
            {moving && <ContactForm of={moving} owners={gap.data?.owners ?? []} close={() => setMoving(undefined)} />}
          </>
        )
      }}
    </Region>
  )
}

function Rows({ items, begin }: { items: GapCandidate[]; begin: (c: GapCandidate, stage: Moving['stage']) => void }) {
  const { t, lang } = useLang()
  const words = useTerms()
  return (
    <table className="grid candidates">
      <thead><tr><th scope="col" className="num">#</th><th scope="col">{t('candidate')}</th><th scope="col">{t('evidence')}</th><th scope="col">{t('fitHead')}</th><th scope="col">{t('identity')}</th><th scope="col">{t('contact')}</th><th scope="col">{t('actions')}</th></tr></thead>
      <tbody>
        {items.map((c, i) => (
          <tr key={c.id}>
            <td className="num">{i + 1}</td>
            <th scope="row">
              <b><Thing of={c} /></b> <Unverified />
              <span className="sub">{[c.place ? label(lang, c.place) : (c.region ?? words('reach', c.reach)), c.listed_code].filter(Boolean).join(' · ')}</span>
            </th>
            <td>
              {c.position && <div><Sure of={c.position}>{words('role', c.position.role)} {c.position.note}</Sure> <Source of={c.position} /></div>}
              {c.ties.length > 0 && <div>{t('named', t('products'))}{[...new Set(c.ties.map((x) => label(lang, x.made)))].slice(0, 4).join(lang === 'en' ? ', ' : '、')}</div>}
              {c.ties.length === 0 && c.words.length > 0 && <div className="quiet">{c.words.slice(0, 2).map((w) => `${t(`way_${w.way}`)} ${w.words.slice(0, 3).join(' ')} ${w.count}/${w.of}`).join(' · ')}</div>}
            </td>
            <td>{c.fit === undefined ? <span className="quiet">{t('noEvidence')}</span> : <span className="fit">{c.fit.toFixed(2)}<PartsBar parts={[{ name: c.id, most: 1, value: c.fit }]} /></span>}</td>
            <td>{!c.credit_code ? <span className="quiet">{t('blank')}</span> : c.credit_fault ? <span className={c.credit_fault.wrong ? 'trouble' : 'warning'}>{lang === 'en' ? c.credit_fault.text_en : c.credit_fault.text}</span> : t('creditOk')}</td>
            <td className="status">{c.contact ? <><Steps filled={stages.indexOf(c.contact.stage as (typeof stages)[number]) + 1} /> {words('contact_stage', c.contact.stage)}</> : <span className="quiet">{t('notBegun')}</span>}</td>
            <td className="status">
              {c.contact ? <Acts of={c.contact} move={(_, stage) => begin(c, stage)} /> : (
                <>
                  <Button size="small" onClick={() => begin(c, 'lead')}>{t('beginContact')}</Button> <Button size="small" type="text" onClick={() => begin(c, 'rejected')}>{t('rejectFirm')}</Button>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
