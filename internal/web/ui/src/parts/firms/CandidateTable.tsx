import { MinusSquareOutlined, PlusSquareOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Fragment } from 'react'
import { useApi, type GapCandidateItem } from '../../api/client'
import { Go } from '../../app/link'
import { pageOf, usePlace } from '../../app/place'
import { useMay } from '../../app/session'
import { useTerms } from '../../app/terms'
import { dotted, useLang } from '../../i18n'
import { idOf, keyOf } from '../../ids'
import { Why } from '../answers/why'
import { useFew } from '../few'
import { Steps, Unverified } from '../marks'
import { Region } from '../region'
import { CandidateDetail } from './CandidateDetail'
import { cardId, stages, type Begin } from './contact'

type Part = GapCandidateItem['parts'][number]

/** How many rows are shown before one asks for all. */
const atFirst = 15

/** Candidates of a gap by rank, a column for each part of the score; a row opens to what each part rests on. */
export function CandidateTable({
  gap,
  link,
  items,
  begin,
}: {
  gap: string
  link: string
  items: GapCandidateItem[]
  begin: Begin
}) {
  const { t, lang } = useLang()
  const place = usePlace()
  const open = place.get('candidate') ?? (items[0] && keyOf(items[0].id))
  const parts = items[0]?.parts ?? []
  const { shown: rows, left, unfold } = useFew(items, atFirst)
  return (
    <>
      <table className="grid candidates">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t('evidence')}</span>
            </th>
            <th scope="col" className="num">
              #
            </th>
            <th scope="col">{t('candidate')}</th>
            <th scope="col" className="num">
              {t('totalScore')}
            </th>
            {parts.map((p) => (
              <th key={p.key} scope="col" title={lang === 'en' ? p.name_en : p.name}>
                {lang === 'en' ? p.name_en : p.name} <span className="weight">{p.most}</span>
              </th>
            ))}
            <th scope="col" className="num">
              {t('evidence')}
            </th>
            <th scope="col">{t('contact')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((c, i) => {
            const key = keyOf(c.id)
            const opened = key === open
            return (
              <Fragment key={c.id}>
                {!c.fits && (i === 0 || rows[i - 1]!.fits) && (
                  <tr className="group">
                    <th colSpan={6 + parts.length} scope="colgroup">
                      {t('notFitting')} <span className="quiet">{t('notFittingNote')}</span>
                    </th>
                  </tr>
                )}
                <Row
                  link={link}
                  of={c}
                  opened={opened}
                  toggle={() => place.set({ candidate: opened ? 'none' : key }, true)}
                />
                {opened && (
                  <tr className="opened">
                    <td colSpan={6 + parts.length}>
                      <Opened gap={gap} enterprise={c.id} begin={begin} />
                    </td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </table>
      {left > 0 && (
        <p className="more">
          {t('shown', rows.length, items.length)}{' '}
          <Button size="small" onClick={unfold}>
            {t('showAll')}
          </Button>
        </p>
      )}
    </>
  )
}

/** What speaks for a candidate, read when its row is opened. */
function Opened({ gap, enterprise, begin }: { gap: string; enterprise: string; begin: Begin }) {
  const whole = useApi('/gaps/{id}/candidates/{enterprise}', { path: { id: gap, enterprise } })
  return (
    <Region query={whole} rows={4}>
      {(c) => <CandidateDetail of={c} revision={c.revision} begin={begin} />}
    </Region>
  )
}

function Row({
  link,
  of: c,
  opened,
  toggle,
}: {
  link: string
  of: GapCandidateItem
  opened: boolean
  toggle: () => void
}) {
  const { t, lang } = useLang()
  const words = useTerms()
  const talks = useMay()('contact.read')
  const name = c.short_name || c.name
  return (
    <tr>
      <td>
        <Button
          size="small"
          type="text"
          aria-expanded={opened}
          aria-label={t('reasonsOf', name)}
          icon={opened ? <MinusSquareOutlined /> : <PlusSquareOutlined />}
          data-opens={cardId(idOf('gap', keyOf(link)), c.id)}
          onClick={toggle}
        />
      </td>
      <td className="num">{c.rank || '–'}</td>
      <th scope="row">
        <CandidateName of={c} />
        <span className="sub cut-line">
          {dotted(lang, [lang === 'en' ? c.where.text_en : c.where.text, c.listed_code ?? ''].filter(Boolean)) ||
            t('noPlace')}
        </span>
      </th>
      <td className="num">
        <Why
          of={{ path: '/links/{id}/candidates/{enterprise}/why', ids: { id: link, enterprise: c.id } }}
          name={`${t('totalScore')} ${name}`}
        >
          <ScoreOf of={c} />
        </Why>
      </td>
      {c.parts.map((p) => (
        <td key={p.key}>
          <PartValue of={p} />
        </td>
      ))}
      <td className="num">
        {c.parts.filter((p) => !p.unknown && p.value > 0).length}/{c.parts.length}
      </td>
      <td className="status">
        {!talks ? (
          <span className="quiet" title={t('contactsHidden')}>
            {t('hidden')}
          </span>
        ) : c.contact ? (
          <>
            <Steps filled={stages.indexOf(c.contact.stage as (typeof stages)[number]) + 1} />{' '}
            {words('contact_stage', c.contact.stage)}
          </>
        ) : (
          <span className="quiet">{t('notBegun')}</span>
        )}
      </td>
    </tr>
  )
}

/** The short name, with 待核实 while nothing on record says that it does this. */
function CandidateName({ of: c }: { of: GapCandidateItem }) {
  const { t } = useLang()
  return (
    <span className="cut-line name">
      <b title={c.name}>
        <Go to={pageOf(c.id)}>{c.short_name || c.name}</Go>
      </b>
      {c.unverified && <Unverified />}
      {c.tier === 'worded' && <span className="quiet note"> {t('byWords')}</span>}
    </span>
  )
}

/** The span of a score, from what is got, which candidates are ordered by, to what it would be if all were known. */
function ScoreOf({ of: c }: { of: GapCandidateItem }) {
  const { t } = useLang()
  return (
    <span className="score" title={t('scoreHint', c.percent, c.high)}>
      <b>
        {c.percent}–{c.high}
      </b>
    </span>
  )
}

/** A part of a score; what merely could be is never shown as firm. */
function PartValue({ of: p }: { of: Part }) {
  const { t } = useLang()
  if (p.unknown) return <span className="quiet">{t('noData')}</span>
  if (p.value === 0) return <span className="quiet">{t('noEvidence')}</span>
  return (
    <span className="fit">
      <span className={p.on_record ? undefined : 'unsure'}>{p.value.toFixed(2)}</span>
      <span className="bar" aria-hidden="true">
        <span className="slot">
          <span style={{ width: `${Math.round(p.value * 100)}%` }} />
        </span>
      </span>
    </span>
  )
}
