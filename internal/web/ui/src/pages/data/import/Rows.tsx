import { Button, Input, Radio } from 'antd'
import { useEffect, useState } from 'react'
import type { DraftProblem, DraftRow } from '../../../api/client'
import { Go } from '../../../app/link'
import { pageOf } from '../../../app/place'
import { label, useLang } from '../../../i18n'
import { keyOf } from '../../../ids'
import { typing } from '../../../parts/keys'
import type { Decide } from './decide'
import { told } from './told'

const signs: Record<string, string> = { wrong: '!', conflict: '≠', new: '+', changed: '~', same: '=' }

/** The rows of a draft, those that need somebody first: J K move, 1 2 decide. */
export function Rows({ items, decide }: { items: DraftRow[]; decide: Decide | undefined }) {
  const { t } = useLang()
  const [at, setAt] = useState<string>()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (typing(event)) return
      const index = items.findIndex((row) => row.key === at)
      const row = items[index]
      switch (event.key.toLowerCase()) {
        case 'j':
        case 'k': {
          const next =
            items[event.key.toLowerCase() === 'j' ? Math.min(index + 1, items.length - 1) : Math.max(index - 1, 0)]
          if (!next) return
          setAt(next.key)
          document.getElementById(rowID(next))?.scrollIntoView({ block: 'nearest' })
          return
        }
        case '1':
          if (row && decide) decide({ rows: [row.key], do: conflicted(row) ? 'mine' : 'take' })
          return
        case '2':
          if (row && decide) decide({ rows: [row.key], do: conflicted(row) ? 'theirs' : 'leave' })
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [items, at, decide])
  return (
    <div className="wide-table" role="region" aria-label={t('rowsTitle')} tabIndex={0}>
      <table className="grid draft-rows">
        <thead>
          <tr>
            <th scope="col">{t('rowWhat')}</th>
            <th scope="col">{t('rowChanges')}</th>
            <th scope="col">{t('rowDecision')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <Row key={row.key} of={row} at={row.key === at} decide={decide} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const rowID = (row: DraftRow) => `row-${row.key}`
const conflicted = (row: DraftRow) => row.fields.some((f) => f.conflict || f.side)

function Row({ of: row, at, decide }: { of: DraftRow; at: boolean; decide: Decide | undefined }) {
  const { t, lang } = useLang()
  const shown = label(lang, { name: row.list_name, name_en: row.list_name_en })
  // A wrong row may be of what is not there yet: then nothing of it stands.
  const fresh = row.state === 'new' || (row.state === 'wrong' && row.fields.every((f) => !f.is && !f.was))
  const there = row.id && !fresh && !row.id.includes(' ')
  return (
    <tr id={rowID(row)} className={`${row.state}${row.left ? ' left' : ''}${at ? ' chosen' : ''}`} aria-current={at}>
      <th scope="row">
        <span className={`sign ${row.state}`} title={t(`row_${row.state}`)}>
          {signs[row.state]}
        </span>{' '}
        {there ? <Go to={pageOf(row.id!)}>{row.name || row.key}</Go> : row.name || row.key}
        <div className="quiet">
          {t(`row_${row.state}`)} {shown} {row.sheet === shown ? row.row : row.key}
        </div>
      </th>
      <td>
        <ul className="lines">
          {row.problems.map((p) => (
            <li key={p.code + p.cell + p.message} className="trouble">
              <Said row={row} of={p} decide={decide} />
            </li>
          ))}
          {row.notes.map((p) => (
            <li key={p.code + p.cell + p.message}>
              <span className="tag">{t('reminder')}</span> <Said row={row} of={p} decide={undefined} reminds />
            </li>
          ))}
          {row.alike.length > 0 && (
            <li>
              <span className="tag">{t('reminder')}</span> {t('mayBe')}
              {row.alike.map((firm) => (
                <span key={firm.id} className="may-be">
                  <Go to={`/enterprises/${keyOf(firm.id)}`}>{label(lang, firm)}</Go>
                  {decide && (
                    <button
                      type="button"
                      className="as-link"
                      aria-label={`${t('thisOne')} ${firm.name}`}
                      onClick={() => decide({ rows: [row.key], do: 'write', field: 'name', text: firm.name })}
                    >
                      {t('thisOne')}
                    </button>
                  )}
                </span>
              ))}
            </li>
          )}
          {row.fields.map((f) => (
            <li key={f.path}>
              <b>{f.cell}</b> {label(lang, { name: f.name, name_en: f.name_en })}
              {t('colon')}
              {f.conflict || f.side ? (
                <span className="three">
                  {t('whenMade')} {f.was || t('blankThen')}；{t('nowStands')} <b>{f.is || t('blankThen')}</b>；
                  {t('inSheet')} <b>{f.said}</b>
                </span>
              ) : (
                <>
                  {!fresh && (
                    <>
                      <span className="quiet">{f.is || t('blankThen')}</span> →{' '}
                    </>
                  )}
                  {f.said}
                </>
              )}
              {f.written && <span className="tag">{t('writtenHere')}</span>}
              {decide && (f.conflict || f.side) && (
                <Radio.Group
                  size="small"
                  aria-label={`${f.cell} ${f.name}`}
                  value={f.side ?? null}
                  onChange={(e) =>
                    decide({ rows: [row.key], do: e.target.value as 'mine' | 'theirs', field: f.path })
                  }
                  options={[
                    { value: 'mine', label: t('mineSide') },
                    { value: 'theirs', label: t('theirsSide') },
                  ]}
                />
              )}
            </li>
          ))}
        </ul>
      </td>
      <td>
        {row.left && <div className="quiet">{t('leftOut')}</div>}
        {decide && row.state !== 'same' && (
          <Button
            size="small"
            aria-label={`${t(row.left ? 'takeRow' : 'leaveRow')} ${row.key}`}
            onClick={() => decide({ rows: [row.key], do: row.left ? 'take' : 'leave' })}
          >
            {t(row.left ? 'takeRow' : 'leaveRow')}
          </Button>
        )}
        {row.notes.length + row.alike.length > 0 &&
          (row.noted ? (
            <div className="quiet">{t('acknowledged')}</div>
          ) : (
            decide && (
              <Button size="small" onClick={() => decide({ rows: [row.key], do: 'note' })}>
                {t(row.alike.length > 0 ? 'anotherOne' : 'acknowledge')}
              </Button>
            )
          ))}
      </td>
    </tr>
  )
}

/** What is wrong with a cell, in the form of officials: E5：总投资（万元）… */
function Said({
  row,
  of: p,
  decide,
  reminds,
}: {
  row: DraftRow
  of: DraftProblem
  decide: Decide | undefined
  /** It was read otherwise than it is written: what is shown is what it was read as. */
  reminds?: boolean
}) {
  const { t, lang } = useLang()
  const [text, setText] = useState<string>()
  const here = row.fields.find((f) => f.cell === p.cell)?.said
  return (
    <>
      <b>{p.cell || t('inRows', row.row)}</b>
      {t('colon')}
      {p.field} {here && (reminds ? t('readAs', here) : `“${here}”`)} {told(p, lang, t)}
      {decide && p.path && text === undefined && ' '}
      {decide && p.path && text === undefined && (
        <button type="button" className="as-link" onClick={() => setText(here ?? '')}>
          {t('writeInstead')}
        </button>
      )}
      {decide && p.path && text !== undefined && (
        <form
          className="instead"
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim()) decide({ rows: [row.key], do: 'write', field: p.path!, text: text.trim() })
          }}
        >
          <Input
            size="small"
            autoFocus
            aria-label={`${t('writeInstead')} ${p.cell}`}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
          <Button size="small" htmlType="submit">
            {t('writeInstead')}
          </Button>
        </form>
      )}
    </>
  )
}
