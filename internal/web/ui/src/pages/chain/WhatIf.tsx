import { Checkbox, Segmented } from 'antd'
import { useApi, type Answer } from '../../api/client'
import { usePlace } from '../../app/place'
import { Thing } from '../../app/link'
import { useMeta } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { keyOf } from '../../ids'
import { Drawing } from '../../parts/canvas/Drawing'
import { Few } from '../../parts/few'
import { Mark } from '../../parts/marks'
import { Region } from '../../parts/region'

type Found = Answer<'/chains/{id}/what-if'>
type Outcome = NonNullable<Found['chosen']>

const share = (weight: number, total: number) => `${total ? Math.round((100 * weight) / total) : 0}%`

/**
 * What filling gaps of a chain would do: those chosen here, and the best set beside them; or those chosen as a drawing,
 * which takes the first gaps while none is. Nothing is written.
 */
export function WhatIf({ chain }: { chain: string }) {
  const { t } = useLang()
  const place = usePlace()
  const chosen = (place.get('fill') ?? '').split(',').filter(Boolean)
  const budget = Number(place.get('budget') ?? 3)
  const found = useApi('/chains/{id}/what-if', {
    path: { id: chain },
    query: { as_of: place.get('as_of'), links: chosen.join(',') || undefined, budget },
  })
  const drawn = useMeta()?.diagrams.includes('whatif') && place.get('view') === 'drawing'
  const choose = (links: string[]) => place.set({ fill: links.join(',') || undefined })
  return (
    <Region query={found}>
      {(f) => (
        <>
          <div className="section-head">
            <h2>{t('whatIf')}</h2>
            <Segmented
              aria-label={t('budget')}
              size="small"
              value={budget}
              onChange={(n) => place.set({ budget: n === 3 ? undefined : String(n) })}
              options={[1, 2, 3, 4, 5].map((n) => ({ value: n, label: t('bestN', n) }))}
            />
            <button type="button" className="as-link" onClick={() => choose(f.best.links.map((l) => keyOf(l.id)))}>
              {t('takeBest')}
            </button>
            <Segmented
              className="right"
              aria-label={t('whatIf')}
              size="small"
              value={drawn ? 'drawing' : 'list'}
              onChange={(v) => place.set({ view: v === 'drawing' ? 'drawing' : undefined })}
              options={[
                { value: 'list', label: t('listView') },
                { value: 'drawing', label: t('whatIfDrawing') },
              ]}
            />
          </div>
          {drawn ? (
            <Drawing
              kind="whatif"
              name={t('whatIf')}
              chain={chain}
              options={{ links: chosen.join(',') || undefined }}
            />
          ) : (
            <Compared of={f} />
          )}
          <Choices of={f} chosen={chosen} choose={choose} />
        </>
      )}
    </Region>
  )
}

/** Today, the chosen set and the best one, figure by figure. */
function Compared({ of: f }: { of: Found }) {
  const { t, lang } = useLang()
  const sets: Outcome[] = f.chosen ? [f.chosen, f.best] : [f.best]
  const names = (list: Outcome['links']) =>
    list.length === 0 ? (
      '–'
    ) : (
      <Few of={list} most={6} between={t('and')}>
        {(x) => <Thing of={x} />}
      </Few>
    )
  return (
    <>
      <table className="grid what-if">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('today')}</th>
            {f.chosen && (
              <th scope="col">
                {t('chosenSet', f.chosen.links.length)} <span className="quiet">{t('computed')}</span>
              </th>
            )}
            <th scope="col">
              {t('bestSet', f.best.links.length)} <span className="quiet">{t('computed')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('links')}</th>
            <td>–</td>
            {sets.map((s, i) => (
              <td key={i}>{names(s.links)}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('completeness')}</th>
            <td>{lang === 'en' ? f.today.span.text_en : f.today.span.text}</td>
            {sets.map((s, i) => (
              <td key={i}>
                {t('spanOf', ...[s.after.low, s.after.point, s.after.high].map((w) => share(w, s.after.total)))}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('closesGaps')}</th>
            <td>–</td>
            {sets.map((s, i) => (
              <td key={i}>{s.closes.length}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('inputsComplete')}</th>
            <td>
              {f.best.ready_before}/{f.best.fed}
            </td>
            {sets.map((s, i) => (
              <td key={i}>
                {s.ready}/{s.fed}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('unlocks')}</th>
            <td>–</td>
            {sets.map((s, i) => (
              <td key={i}>{names(s.firms)}</td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className="quiet">
        {lang === 'en' ? f.best.sure.text_en : f.best.sure.text} {t('objectiveNote')} {t('notPromised')}
      </p>
    </>
  )
}

/** The links that can be filled, with what each does by itself. */
function Choices({ of: f, chosen, choose }: { of: Found; chosen: string[]; choose: (links: string[]) => void }) {
  const { t, lang } = useLang()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('fillThis')}</th>
          <th scope="col" className="num">
            {t('necessity')}
          </th>
          <th scope="col">{t('byItself')}</th>
        </tr>
      </thead>
      <tbody>
        {f.choices.map((c) => {
          const key = keyOf(c.link.id)
          return (
            <tr key={key}>
              <td>
                <Checkbox
                  checked={chosen.includes(key)}
                  onChange={(e) => choose(e.target.checked ? [...chosen, key] : chosen.filter((x) => x !== key))}
                >
                  <Mark state={c.coverage} /> {label(lang, c.link)}
                </Checkbox>
              </td>
              <td className="num">{c.weight}</td>
              <td>{lang === 'en' ? c.text_en : c.text}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
