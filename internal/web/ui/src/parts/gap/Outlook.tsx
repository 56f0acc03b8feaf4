import { Button } from 'antd'
import type { Gap, GapEffect } from '../../api/client'
import { useTerms } from '../../app/terms'
import { label, series, useLang } from '../../i18n'
import { FieldsOf } from '../conflict'
import { Few } from '../few'
import { actorOf } from '../record/actor'

/** Whether a gap changes, as soon as what lacks in the form is filled in. */
export const changes = (e: GapEffect) => e.changed || (e.code ?? '').endsWith('_missing')

function grouped<T>(list: T[], by: (of: T) => string): [key: string, list: T[]][] {
  const groups = new Map<string, T[]>()
  for (const x of list) groups.set(by(x), [...(groups.get(by(x)) ?? []), x])
  return [...groups]
}

/** How many change, from what to what; and which do not, and why. */
export function Outlook({
  rows,
  base,
  now,
  onNow,
}: {
  rows: GapEffect[]
  base: number
  now: number
  /** Decides all the same on what stands now. */
  onNow: (revision: number) => void
}) {
  const { t, lang } = useLang()
  const words = useTerms()
  const status = (s: string) => words('gap_status', s)
  const changing = rows.filter(changes)
  const conflicts = rows.filter((e) => e.conflict)
  const others = rows.filter((e) => !changes(e) && !e.conflict)
  const why = (e: GapEffect) =>
    e.code ? ((lang === 'zh' ? e.detail_zh : undefined) ?? e.detail ?? '') : t('soAlready')
  const names = (list: GapEffect[]) => (
    <Few of={list} most={6} between={t('and')}>
      {(e) => label(lang, e.gap)}
    </Few>
  )
  return (
    <>
      <ul className="lines">
        {grouped(changing, (e) => e.from ?? '').map(([from, list]) => (
          <li key={from}>
            <b>{t('nGaps', list.length)}</b>{' '}
            {from === list[0]!.to ? t('stays', status(from)) : `${status(from)} → ${status(list[0]!.to)}`}
          </li>
        ))}
        {grouped(others, why).map(([reason, list]) => (
          <li key={reason}>
            <b>{t('nUnchanged', list.length)}</b>
            {t('colon')}
            {names(list)} <span className="quiet">{reason}</span>
          </li>
        ))}
      </ul>
      {conflicts.length > 0 && (
        <div className="conflict" role="alert">
          <p>
            <b>{t('changedMeanwhile', conflicts.length)}</b>
          </p>
          <Few of={conflicts} most={4}>
            {(e) => (
              <div>
                <p>
                  {label(lang, e.gap)}
                  {t('colon')}
                  {t('conflictTitle', actorOf(lang, e.conflict!.actor), e.conflict!.revision)}
                </p>
                <FieldsOf conflict={e.conflict!} />
              </div>
            )}
          </Few>
          <p>
            {t('restIsSaved', changing.length)}{' '}
            {now > base && (
              <Button size="small" onClick={() => onNow(now)}>
                {t('decideAllTheSame', conflicts.length)}
              </Button>
            )}
          </p>
        </div>
      )}
    </>
  )
}

/** Says of which gaps the unit that is to do it is not one of the chain, though it is one of another that is chosen. */
export function Strangers({
  gaps,
  units,
  owner,
}: {
  gaps: Gap[]
  units: { chain: Gap['chain']; owners: string[] }[]
  owner: string
}) {
  const { t, lang } = useLang()
  const known = units.some((u) => u.owners.includes(owner))
  const away = known ? units.filter((u) => !u.owners.includes(owner)) : []
  return away.map((u) => (
    <p key={u.chain.id} className="warning">
      {t(
        'ownerOfOther',
        series(
          lang,
          gaps.filter((g) => g.chain.id === u.chain.id).map((g) => label(lang, g)),
        ),
        label(lang, u.chain),
        owner,
      )}
    </p>
  ))
}
