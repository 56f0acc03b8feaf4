import { label, useLang } from '../../../i18n'
import type { SheetOf, Understood } from './understood'

const letter = (column: number): string =>
  (column > 25 ? letter(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))

/** A sheet as it is: its letters, merges and rows; what a row is at its left, what a column is below the heading. */
export function Sheet({ of, list }: { of: SheetOf; list: Understood['lists'][number] | undefined }) {
  const { t, lang } = useLang()
  const wide = Math.max(0, ...of.rows.map((r) => r.cells.length), ...of.columns.map((_, i) => i + 1))
  const letters = Array.from({ length: wide }, (_, i) => letter(i))
  const merges = new Map(of.merges.map((m) => [`${m.row} ${m.column}`, m]))
  const covered = new Set(
    of.merges.flatMap((m) =>
      Array.from({ length: m.down * m.across }, (_, i) => {
        const row = m.row + Math.floor(i / m.across)
        const column = m.column + (i % m.across)
        return row === m.row && column === m.column ? '' : `${row} ${column}`
      }),
    ),
  )
  const asked = new Set(of.columns.flatMap((c) => c.asked.flatMap((a) => a.rows.map((row) => `${c.letter}${row}`))))
  const headEnd = of.rows.findLastIndex((r) => r.role === 'header')
  const meaning = (at: string) => {
    const c = of.columns.find((one) => one.letter === at)
    if (!c) return ''
    if (c.use !== 'taken') return t(`use_${c.use}`)
    const names = c.to
      .map((path) => list?.columns.find((one) => one.path === path))
      .filter((one) => one !== undefined)
    return names.map((one) => label(lang, one)).join('、') + (c.sure ? '' : '？')
  }
  const rows = of.rows.map((row) => (
    <tr key={row.row} className={`sheet-${row.role}`}>
      <th scope="row">
        {row.row} {t(`role_${row.role}`)}
      </th>
      {letters.map((at, c) => {
        const key = `${row.row} ${c + 1}`
        if (covered.has(key)) return null
        const m = merges.get(key)
        return (
          <td
            key={at}
            rowSpan={m && m.down > 1 ? m.down : undefined}
            colSpan={m && m.across > 1 ? Math.min(m.across, wide - c) : undefined}
            className={asked.has(`${at}${row.row}`) && row.role === 'data' ? 'asked' : undefined}
          >
            {row.cells[c]}
          </td>
        )
      })}
    </tr>
  ))
  const meanings = (
    <tr key="meanings" className="sheet-meaning">
      <th scope="row">→ {t('columnTo')}</th>
      {letters.map((at) => (
        <td key={at}>{meaning(at)}</td>
      ))}
    </tr>
  )
  if (headEnd >= 0) rows.splice(headEnd + 1, 0, meanings)
  const data = of.rows.filter((r) => r.role === 'data').length
  return (
    <>
      <div className="wide-table" role="region" aria-label={t('sheetAsItIs')} tabIndex={0}>
        <table className="as-sheet">
          <thead>
            <tr>
              <td />
              {letters.map((at) => (
                <th key={at} scope="col">
                  {at}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows}</tbody>
        </table>
      </div>
      <p className="quiet">
        {t('rowsShown', data, of.data)}{' '}
        {of.roles
          .filter((r) => r.role !== 'data' && r.role !== 'blank')
          .map((r) => `${t(`role_${r.role}`)} ${r.rows}`)
          .join(t('between'))}
      </p>
    </>
  )
}
