import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useApi, useList, type GapCandidateItem } from '../../api/client'
import { Thing } from '../../app/link'
import { usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { Writes } from '../../app/Writes'
import { label, series, useLang } from '../../i18n'
import { idOf, keyOf } from '../../ids'
import { Meaning } from '../answers/meaning'
import { useFew } from '../few'
import { Empty, Region } from '../region'
import { Saved, type Done } from '../Saved'
import { CandidateTable } from './CandidateTable'
import type { Begin, Moving } from './contact'
import { ContactForm } from './ContactForm'
import { Trades } from './Trades'

/** Kinds of candidates to choose from: local ones and those of groups by origin, the others by how near they are. */
const kinds = ['one_step', 'group', 'circle', 'province', 'preferred', 'elsewhere', 'unplaced'] as const
const originOf = (c: GapCandidateItem) => (c.origin !== 'outside' ? c.origin : c.class || 'unplaced')

/** The candidates of one gap: what is needed, who could deliver it, who is not proposed. */
export function CandidatesOfGap({ id }: { id: string }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const place = usePlace()
  const [moving, setMoving] = useState<Moving>()
  const [written, setWritten] = useState<Done>()
  const list = useList('/gaps/{id}/candidates', { path: { id } })
  const gap = useApi('/gaps/{id}', { path: { id } })
  const join = (of: { name: string; name_en?: string; kind?: string }[]) =>
    series(
      lang,
      of.map((x) => label(lang, x)),
    )
  const word = (k: (typeof kinds)[number]) =>
    k === 'one_step' || k === 'group'
      ? words('candidate_origin', k)
      : k === 'unplaced'
        ? t('unplaced')
        : words('region_class', k)
  return (
    <Region query={list} rows={8}>
      {(l) => {
        const begin: Begin = (c, stage) => {
          setWritten(undefined)
          setMoving({ gap: l.gap, enterprise: c, card: c.contact, stage, base: l.revision })
        }
        const close = (now?: Done) => {
          setMoving(undefined)
          setWritten(now)
        }
        const items = l.items.filter((c) => !c.folded && c.tier !== 'turn')
        const turn = l.items.filter((c) => c.tier === 'turn')
        const count = (k: string) => items.filter((c) => originOf(c) === k).length
        const kind = kinds.find((k) => k === place.get('from') && count(k) > 0)
        const shown = kind ? items.filter((c) => originOf(c) === kind) : items
        return (
          <>
            <div className="filters">
              <Segmented
                aria-label={t('fromWhere')}
                value={kind ?? 'all'}
                onChange={(v) => place.set({ from: v === 'all' ? undefined : String(v), candidate: undefined })}
                options={[
                  { value: 'all', label: `${t('all')} ${items.length}` },
                  ...kinds.map((k) => ({ value: k, label: `${word(k)} ${count(k)}`, disabled: count(k) === 0 })),
                ]}
              />
            </div>
            <Saved of={written} />
            <p className="facts">
              <span>
                <Meaning of="候选企业" name={t('candidatesN')}>
                  {t('candidatesN')}
                </Meaning>{' '}
                <b>{l.candidates}</b>
              </span>
              <span>
                {t('turnN')} <b>{l.turn}</b>
              </span>
              <span>
                {t('distantN')} <b>{l.distant}</b>
              </span>
              <span>
                {t('vetoedN')} <b>{l.rejected.length}</b>
              </span>
            </p>
            <p className="quiet">
              {t('named', t('needsLine'))}
              {join(l.needs) || t('blank')}
              {lang === 'en' ? '. ' : '。'}
              {t('named', t('usersLine'))}
              {join(l.users) || t('unseen')}
              {lang === 'en' ? '. ' : '。'}
              {t('candidateNote')}
            </p>
            {shown.length === 0 ? (
              <Empty>
                <p>
                  <b>{t('noFit')}</b>
                </p>
                <p>{t('noFitNote')}</p>
              </Empty>
            ) : (
              <CandidateTable gap={id} link={idOf('link', keyOf(id))} items={shown} begin={begin} />
            )}
            {turn.length > 0 && <Turning items={turn} begin={begin} />}
            <Folded items={l.items.filter((c) => c.folded)} />
            {gap.data && <Trades chain={keyOf(gap.data.chain.id)} />}
            {l.rejected.length > 0 && <Rejected items={l.rejected} begin={begin} />}
            {moving && <ContactForm of={moving} owners={gap.data?.owners ?? []} close={close} />}
          </>
        )
      }}
    </Region>
  )
}

/** Local firms that could turn to what is needed: to be visited, no candidates. */
function Turning({ items, begin }: { items: GapCandidateItem[]; begin: Begin }) {
  const { t, lang } = useLang()
  return (
    <>
      <h2>
        {t('turnN')}{' '}
        <span className="count">
          {items.length} · {t('turnNote')}
        </span>
      </h2>
      <ul className="lines">
        {items.map((c) => (
          <li key={c.id}>
            <b>
              <Thing of={c} />
            </b>{' '}
            <span className="quiet">{lang === 'en' ? c.where.text_en : c.where.text}</span>{' '}
            {lang === 'en' ? c.match.text_en : c.match.text}{' '}
            {!c.contact && (
              <Writes need="contact.edit">
                <Button size="small" onClick={() => begin(c, 'lead')}>
                  {t('beginContact')}
                </Button>
              </Writes>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

/** How many are folded away before one asks for all, two of them saying why. */
const examples = 2

/** Who is found by product names only, and why that is not enough. */
function Folded({ items }: { items: GapCandidateItem[] }) {
  const { t, lang } = useLang()
  const { shown, left, unfold } = useFew(items, examples)
  if (items.length === 0) return null
  return (
    <>
      <h2>{t('foldedN', items.length)}</h2>
      <ul className="lines">
        {shown.map((c) => (
          <li key={c.id}>
            <span className="quiet">
              {c.short_name || c.name}
              {lang === 'en' ? ': ' : '：'}
              {lang === 'en' ? c.match.text_en : c.match.text}
            </span>
          </li>
        ))}
      </ul>
      {left > 0 && (
        <p className="more">
          <Button size="small" onClick={unfold}>
            {t('showAll')}
          </Button>
        </p>
      )}
    </>
  )
}

/** Who is not proposed, and why: rejected by people, or vetoed. */
function Rejected({ items, begin }: { items: GapCandidateItem[]; begin: Begin }) {
  const { t, lang } = useLang()
  return (
    <>
      <h2>
        {t('vetoedN')}{' '}
        <span className="count">
          {items.length} · {t('vetoedNote')}
        </span>
      </h2>
      <ul className="lines">
        {items.map((c) => (
          <li key={c.id}>
            <b>
              <Thing of={c} />
            </b>{' '}
            <span className="quiet">{lang === 'en' ? c.where.text_en : c.where.text}</span>{' '}
            {lang === 'en' ? c.veto?.reason.text_en : c.veto?.reason.text}
            {c.veto?.instead.text && (
              <span className="quiet">
                {lang === 'en' ? '; ' : '；'}
                {lang === 'en' ? c.veto.instead.text_en : c.veto.instead.text}
              </span>
            )}
            {c.contact?.stage === 'rejected' && (
              <>
                {' '}
                <span className="quiet note">{c.contact.since}</span>{' '}
                <Writes need="contact.edit">
                  <Button size="small" onClick={() => begin(c, 'lead')}>
                    {t('restoreFirm')}
                  </Button>
                </Writes>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
