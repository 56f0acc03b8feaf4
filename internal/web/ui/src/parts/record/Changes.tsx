import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { present, useApi, type Change, type Difference } from '../../api/client'
import { Go, Thing } from '../../app/link'
import { useToday } from '../../app/moment'
import { usePlace } from '../../app/place'
import { useLang, type Lang, type Word } from '../../i18n'
import { dayOf, lastMonthEnd, lastQuarterEnd } from '../days'
import { Source } from '../facts/provenance'
import { useFew } from '../few'
import { Mark } from '../marks'
import { Region } from '../region'
import { actorOf } from './actor'
import { MomentField } from './Moment'

/** What changed between two moments: of a chain as a drawing, then states of links, then facts. */
export function Changes({ chain, draw }: { chain?: string; draw?: (from: string, to: string) => ReactNode }) {
  const { t } = useLang()
  const place = usePlace()
  const today = useToday()
  const starts = { month: lastMonthEnd(today), quarter: lastQuarterEnd(today) }
  const [from, to] = [place.get('from') ?? starts.month, place.get('to')]
  const asked = useDifference(from, to, chain)
  const swapped = asked.data !== undefined && asked.data.from > asked.data.to
  const turned = useDifference(to ?? present, from, chain, swapped && to !== undefined)
  const difference = swapped && to !== undefined ? turned : asked
  const drawn = draw !== undefined && place.get('view') === 'drawing'
  const start = to === undefined && (Object.keys(starts) as (keyof typeof starts)[]).find((k) => starts[k] === from)
  const day = (moment: string | undefined, written: string | undefined) =>
    moment && isDay.test(moment) ? moment : written ? dayOf(written) : ''
  return (
    <>
      <div className="pickers">
        <Segmented
          aria-label={t('compareSince')}
          value={start || 'own'}
          onChange={(v) =>
            place.set({
              from: v === 'own' ? from : v === 'quarter' ? starts.quarter : undefined,
              to: v === 'own' ? day(to, asked.data?.end) : undefined,
            })
          }
          options={[
            { value: 'month', label: t('sinceMonth', starts.month.slice(5)) },
            { value: 'quarter', label: t('sinceQuarter', starts.quarter.slice(5)) },
            { value: 'own', label: t('sinceOwn') },
          ]}
        />
        <MomentField name={t('from')} shown={day(from, asked.data?.begin)} choose={(v) => place.set({ from: v })} />
        {t('to')}
        <MomentField
          name={t('to')}
          shown={to ? day(to, asked.data?.end) : today}
          choose={(v) => place.set({ to: v })}
        />
        {draw && (
          <Segmented
            className="right"
            aria-label={t('changes')}
            value={drawn ? 'drawing' : 'list'}
            onChange={(v) => place.set({ view: v === 'drawing' ? 'drawing' : undefined })}
            options={[
              { value: 'list', label: t('listView') },
              { value: 'drawing', label: t('changesDrawing') },
            ]}
          />
        )}
      </div>
      <Region query={difference}>
        {(d) => {
          const [first, last] = [`r${d.from}`, `r${d.to}`]
          return (
            <>
              <p className="facts compared" role="status">
                <span>{t('compared', `${first}·${dayOf(d.begin)}`, `${last}·${dayOf(d.end)}`)}</span>
                {d.early && <span>{t('beginsThere', dayOf(d.begin), first)}</span>}
                {swapped && <span>{t('swapped')}</span>}
                {chain && <Sums chain={chain} from={first} to={last} />}
              </p>
              {drawn ? draw?.(first, last) : <Shown difference={d} />}
            </>
          )
        }}
      </Region>
    </>
  )
}

const isDay = /^\d{4}-\d\d-\d\d$/

function useDifference(from: string, to: string | undefined, chain: string | undefined, enabled = true) {
  return useApi('/diff', { query: { from, to, chain } }, enabled)
}

/** A chain's main numbers, before and after. */
function Sums({ chain, from, to }: { chain: string; from: string; to: string }) {
  const { t } = useLang()
  const before = useApi('/chains/{id}', { path: { id: chain }, query: { as_of: from } })
  const after = useApi('/chains/{id}', { path: { id: chain }, query: { as_of: to } })
  if (!before.data || !after.data) return null
  const [b, a] = [before.data, after.data]
  const percent = (v: number) => `${Math.round(v * 100)}%`
  return (
    <span className="facts">
      <span>
        {t('completeness')}{' '}
        <b>
          {percent(b.completeness.value)} → {percent(a.completeness.value)}
        </b>
      </span>
      <span>
        {t('gapsWaiting')}{' '}
        <b>
          {b.gaps_total} → {a.gaps_total}
        </b>
      </span>
      <span>
        {t('localFirms')}{' '}
        <b>
          {b.enterprises} → {a.enterprises}
        </b>
      </span>
    </span>
  )
}

function Shown({ difference: d }: { difference: Difference }) {
  const { t } = useLang()
  const of = (group: Change['group']) => d.changes.filter((c) => c.group === group)
  const [facts, decisions] = [of('fact'), of('decision')]
  const cut = d.total > d.changes.length
  const beside = d.comments + d.recomputed > 0 && (
    <p className="quiet note">{t('besideChanges', d.comments, d.recomputed)}</p>
  )
  if (d.total === 0 && d.states.length === 0)
    return (
      <>
        <p className="empty">
          {t('noChangeSince')}
          {d.last && (
            <>
              {t('comma')}
              {t('lastChange')}{' '}
              <Go to={`/history?set=${d.last.revision}`}>
                {dayOf(d.last.time)}·r{d.last.revision}
              </Go>
            </>
          )}
          {t('stop')}
        </p>
        {beside}
      </>
    )
  const g = d.gaps
  return (
    <>
      <p>
        {t('gapsMoved', g.opened, g.closed)}
        {g.dismissed > 0 && ` ${t('gapsDismissed', g.dismissed)}`}
        {g.declared > 0 && ` ${t('gapsDeclared', g.declared)}`}
        {g.restored > 0 && ` ${t('gapsRestored', g.restored)}`}
      </p>
      <h2>
        {t('statesChanged')} <span className="count">{d.states.length}</span>
      </h2>
      <ul className="lines">
        {d.states.map((m) => (
          <li key={m.link.id}>
            {m.from ? <Mark state={m.from} /> : '＋'} → <Mark state={m.to} /> <Thing of={m.link} />
          </li>
        ))}
      </ul>
      <h2>
        {t('factsChanged')} {!cut && <span className="count">{facts.length}</span>}
      </h2>
      {facts.length > 0 && <ChangeTable changes={facts} total={facts.length} />}
      <h2>
        {t('decisionsMade')} {!cut && <span className="count">{decisions.length}</span>}{' '}
        <span className="quiet note">{t('decisionsNote')}</span>
      </h2>
      {decisions.length > 0 && <ChangeTable changes={decisions} total={decisions.length} />}
      {cut && <p className="quiet note">{t('shown', d.changes.length, d.total)}</p>}
      {beside}
    </>
  )
}

/** The fields worth reading: of two languages the one that is read; without the name, which stands before them. */
function fieldsOf(lang: Lang, c: Change) {
  const names = c.fields.map((f) => f.field)
  const other = (field: string) =>
    lang === 'en' ? names.includes(`${field}_en`) : field.endsWith('_en') && names.includes(field.slice(0, -3))
  return c.fields
    .filter((f) => !other(f.field) && (c.operation === 'updated' || !f.field.startsWith('name')))
    .map((f) => ({
      field: f.field,
      name: lang === 'en' ? f.en : f.zh,
      from: lang === 'en' ? f.from_en : f.from,
      to: lang === 'en' ? f.to_en : f.to,
    }))
}

const signs: Record<Change['operation'], [sign: string, word: Word]> = {
  created: ['＋', 'created'],
  updated: ['～', 'updated'],
  deleted: ['－', 'deleted'],
}

function Sign({ of }: { of: Change['operation'] }) {
  const { t } = useLang()
  const [sign, word] = signs[of]
  return (
    <span className="sign" title={t(word)}>
      {sign}
    </span>
  )
}

/** What a change rests on: a source, people, or the rules that were applied again. */
function Ground({ of: c }: { of: Change }) {
  const { t, lang } = useLang()
  switch (c.group) {
    case 'decision':
      return (
        <>
          {c.by && actorOf(lang, c.by)} <span className="step">{t('byPeople')}</span>
        </>
      )
    case 'comment':
      return <span className="step">{t('aComment')}</span>
    case 'recomputed':
      return <span className="step">{t('bySystem')}</span>
  }
  return <Source of={c.provenance} />
}

/** How many rows are shown before one asks for more. */
const atFirst = 200

/** What was done to each thing and relation, field by field. */
export function ChangeTable({ changes, total }: { changes: Change[]; total: number }) {
  const { t, lang } = useLang()
  const { shown, left, unfold } = useFew(changes, atFirst)
  return (
    <table className="grid changes">
      <thead>
        <tr>
          <th scope="col">{t('what')}</th>
          <th scope="col">{t('fieldOf')}</th>
          <th scope="col">{t('source')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((c, i) => (
          <tr key={i}>
            <th scope="row">
              <Sign of={c.operation} /> <Thing of={c.subject} />{' '}
              {c.other && (
                <>
                  <span className="quiet">{c.relation_name?.[lang === 'en' ? 'text_en' : 'text']} →</span>{' '}
                  <Thing of={c.other} />
                </>
              )}
            </th>
            <td>
              <div
                className="fields"
                title={fieldsOf(lang, c)
                  .map((f) => `${f.name} ${f.to ?? ''}`)
                  .join('\n')}
              >
                {fieldsOf(lang, c).map((f) => (
                  <span key={f.field} className="field">
                    <span className="quiet">{f.name}</span>{' '}
                    {f.from && (
                      <>
                        <del>{f.from}</del> →{' '}
                      </>
                    )}
                    {f.to}
                  </span>
                ))}
                {c.still && <span className="step">{lang === 'en' ? c.still.text_en : c.still.text}</span>}
              </div>
            </td>
            <td>
              <Ground of={c} />
            </td>
          </tr>
        ))}
      </tbody>
      {total > shown.length && (
        <tfoot>
          <tr>
            <td colSpan={3}>
              {t('shown', shown.length, total)}{' '}
              {left > 0 && (
                <button type="button" className="as-link" onClick={unfold}>
                  {t('more', left)}
                </button>
              )}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}
