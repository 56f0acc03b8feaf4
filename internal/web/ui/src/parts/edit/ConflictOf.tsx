import { Button, Radio } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Conflict } from '../../api/client'
import { useLang } from '../../i18n'
import { actorOf } from '../record/actor'

/** Whose value is taken. */
export type Side = 'theirs' | 'yours'
type Field = Conflict['fields'][number]
const keyOf = (f: Field) => [f.subject?.id, f.other?.id, f.field].join(' ')

/**
 * What two people changed of the same things. What only one side changed is chosen already, what both changed is not:
 * a person says which. What is not chosen is kept beside, as a further source.
 */
export function ConflictOf({
  of: c,
  save,
  drop,
  busy,
  effect,
}: {
  of: Conflict
  save: (chosen: (f: Field) => Side) => void
  drop: () => void
  busy: boolean
  /** What saving does as it is chosen. */
  effect: (chosen: (f: Field) => Side) => ReactNode
}) {
  const { t, lang } = useLang()
  const [chosen, choose] = useState<Record<string, Side | undefined>>(() =>
    Object.fromEntries(
      c.fields.map((f) => [
        keyOf(f),
        f.yours === f.base ? 'theirs' : f.theirs === f.base || f.agreed ? 'yours' : undefined,
      ]),
    ),
  )
  const open = c.fields.filter((f) => !chosen[keyOf(f)])
  const shown = (f: Field, value: string) => {
    if (value === '') return <span className="quiet">{t('blank')}</span>
    const one = (v: string) => {
      const term = f.terms?.find((x) => x.code === v)
      if (term) return lang === 'en' ? term.en : term.zh
      return v === 'true' ? t('yes') : v === 'false' ? t('no') : v
    }
    return value
      .split('\n')
      .map(one)
      .join(lang === 'en' ? ', ' : '、')
  }
  return (
    <div className="conflict" role="alert">
      <p>
        <b>{t('conflictTitle', actorOf(lang, c.actor), c.revision)}</b>
      </p>
      <p className="quiet">{t('editConflict')}</p>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('fieldOf')}</th>
            <th scope="col">{t('wasValue')}</th>
            <th scope="col">
              {t('theirValue')} r{c.revision}
            </th>
            <th scope="col">{t('yourValue')}</th>
          </tr>
        </thead>
        <tbody>
          {c.fields.map((f) => {
            const name = lang === 'en' ? f.en : f.zh
            const both = f.theirs !== f.base && f.yours !== f.base && !f.agreed
            return (
              <tr key={keyOf(f)} className={both ? 'both' : undefined}>
                <th scope="row">
                  {name} {both && <span className="warning note">{t('bothChanged')}</span>}
                </th>
                <td className="quiet">{shown(f, f.base)}</td>
                {f.agreed ? (
                  <td colSpan={2}>{shown(f, f.yours)}</td>
                ) : (
                  (['theirs', 'yours'] as const).map((side) => (
                    <td key={side}>
                      <Radio
                        aria-label={`${name} ${t(side === 'theirs' ? 'theirValue' : 'yourValue')}`}
                        checked={chosen[keyOf(f)] === side}
                        onChange={() => choose({ ...chosen, [keyOf(f)]: side })}
                      >
                        {shown(f, f[side])}
                      </Radio>
                    </td>
                  ))
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      {open.length === 0 && effect((f) => chosen[keyOf(f)] ?? 'theirs')}
      <p className="row">
        <Button
          type="primary"
          loading={busy}
          disabled={open.length > 0}
          onClick={() => save((f) => chosen[keyOf(f)] ?? 'theirs')}
        >
          {t('saveChosen')}
        </Button>
        <Button onClick={drop}>{t('dropMine')}</Button>
        {open.length > 0 && (
          <span className="quiet">
            {t(
              'stillToChoose',
              open.length,
              open.map((f) => (lang === 'en' ? f.en : f.zh)).join(lang === 'en' ? ', ' : '、'),
            )}
          </span>
        )}
      </p>
    </div>
  )
}
