import { Button, Radio } from 'antd'
import { useState } from 'react'
import type { Conflict } from '../api/client'
import { useTerms } from '../app/terms'
import { useLang } from '../i18n'
import { actorOf } from './record/actor'

// Fields whose values are codes, with the list of their words.
const lists: Record<string, string> = {
  status: 'gap_status',
  strategy: 'strategy',
  stage: 'contact_stage',
  review: 'match_review',
}

/** A value of a field in words. */
function useValue() {
  const { t } = useLang()
  const words = useTerms()
  const said = (field: string, value: string) => {
    if (lists[field]) return words(lists[field], value)
    if (value === 'true' || value === 'false') return t(value === 'true' ? 'yes' : 'no')
    return value
  }
  return (field: string, value: string) =>
    value === '' ? <span className="quiet">{t('empty')}</span> : said(field, value)
}

/** What somebody else changed, field by field, beside what one wants oneself. */
export function FieldsOf({ conflict: c }: { conflict: Conflict }) {
  const { t, lang } = useLang()
  const shown = useValue()
  return (
    <ul className="lines">
      {c.fields
        .filter((f) => f.base !== f.theirs || !f.agreed)
        .map((f) => (
          <li key={f.field}>
            <span className="quiet">{lang === 'en' ? f.en : f.zh}</span> {shown(f.field, f.base)} →{' '}
            {shown(f.field, f.theirs)}{' '}
            <span className="quiet">
              {t('named', t('yourValue'))}
              {shown(f.field, f.yours)}
            </span>
          </li>
        ))}
    </ul>
  )
}

/** Both values of every field that two people changed; the later one chooses for each, so that nothing is lost. */
export function ConflictBox({
  of: c,
  save,
  drop,
  busy,
}: {
  of: Conflict
  save: (chosen: Record<string, string>) => void
  drop: () => void
  busy: boolean
}) {
  const { t, lang } = useLang()
  // What only they changed is theirs, what I changed is mine until I say otherwise.
  const [chosen, choose] = useState<Record<string, 'theirs' | 'yours'>>(() =>
    Object.fromEntries(c.fields.map((f) => [f.field, f.yours === f.base ? 'theirs' : 'yours'])),
  )
  const shown = useValue()
  return (
    <div className="conflict" role="alert">
      <p>
        <b>{t('conflictTitle', actorOf(lang, c.actor), c.revision)}</b>
      </p>
      <p className="quiet">{t('conflictText')}</p>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('fieldOf')}</th>
            <th scope="col">{t('wasValue')}</th>
            <th scope="col">{t('theirValue')}</th>
            <th scope="col">{t('yourValue')}</th>
          </tr>
        </thead>
        <tbody>
          {c.fields.map((f) => {
            const name = lang === 'en' ? f.en : f.zh
            return (
              <tr key={f.field}>
                <th scope="row">{name}</th>
                <td className="quiet">{shown(f.field, f.base)}</td>
                {f.agreed ? (
                  <td colSpan={2}>{shown(f.field, f.yours)}</td>
                ) : (
                  (['theirs', 'yours'] as const).map((side) => (
                    <td key={side}>
                      <Radio
                        aria-label={`${name} ${t(side === 'theirs' ? 'theirValue' : 'yourValue')}`}
                        checked={chosen[f.field] === side}
                        onChange={() => choose({ ...chosen, [f.field]: side })}
                      >
                        {shown(f.field, f[side])}
                      </Radio>
                    </td>
                  ))
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="row">
        <Button
          type="primary"
          loading={busy}
          onClick={() => save(Object.fromEntries(c.fields.map((f) => [f.field, f[chosen[f.field] ?? 'yours']])))}
        >
          {t('saveChosen')}
        </Button>
        <Button onClick={drop}>{t('dropMine')}</Button>
      </p>
    </div>
  )
}
