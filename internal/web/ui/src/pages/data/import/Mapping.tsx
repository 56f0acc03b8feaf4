import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { AutoComplete, Button, Checkbox, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { reading, send, type Body, type Problem } from '../../../api/client'
import { dotted, label, useLang } from '../../../i18n'
import { useAuthor } from '../../../parts/author'
import { Refusal } from '../../../parts/form'
import { Region } from '../../../parts/region'
import { Sheet } from './Sheet'
import { told } from './told'
import type { SheetOf, Understood } from './understood'

type Column = SheetOf['columns'][number]
type Said = NonNullable<Body<'/drafts/{id}/mapping'>['sheets']>[number]

/** More columns than these: only those that nobody is sure of come first. */
const many = 12

/** The step at which a foreign sheet is understood: the sheet as it is, and which column is which. */
export function Mapping({ id, next }: { id: string; next: () => void }) {
  const cache = useQueryClient()
  const by = useAuthor()
  const key = ['draft', id, 'mapping']
  const query = useQuery<Understood, Problem>({
    ...reading('/drafts/{id}/mapping', { path: { id } }),
    queryKey: key,
  })
  const say = useMutation<Understood, Problem, { sheets: Said[]; leave: string[]; done?: boolean }>({
    mutationFn: ({ sheets, leave }) => send('/drafts/{id}/mapping', { path: { id } }, { sheets, leave, by }),
    onSuccess: async (now, { done }) => {
      cache.setQueryData(key, now)
      if (!done || now.open.length > 0) return
      await cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'draft' })
      next()
    },
  })
  return (
    <Region query={query}>
      {(of) => <Step of={of} busy={say.isPending} refused={say.error} say={say.mutate} />}
    </Region>
  )
}

/** What was said of a sheet so far, to be sent again with what is said now. */
function saidOf(sheet: SheetOf): Said {
  const columns = sheet.columns.filter((c) => c.why === 'person' || c.why === 'saved' || c.words.length > 0)
  return { fingerprint: sheet.fingerprint ?? '', list: sheet.list ?? '', columns: columns.map(columnOf) }
}

const columnOf = (c: Column) => ({
  key: c.key,
  use: c.use,
  to: c.use === 'taken' ? c.to : [],
  unit: c.unit,
  words: c.words,
})

function Step({
  of,
  busy,
  refused,
  say,
}: {
  of: Understood
  busy: boolean
  refused: Problem | null
  say: (what: { sheets: Said[]; leave: string[]; done?: boolean }) => void
}) {
  const { t, lang } = useLang()
  const [at, setAt] = useState(0)
  const [all, setAll] = useState(false)
  const [keep, setKeep] = useState(true)
  const [name, setName] = useState<string>()
  const sheet = of.sheets[Math.min(at, of.sheets.length - 1)]
  if (!sheet) return <p className="quiet">{t('nothingToMap')}</p>
  const leave = of.sheets.filter((s) => s.left).map((s) => s.name)
  const list = of.lists.find((l) => l.key === sheet.list)
  const same = of.sheets.filter((s) => s.fingerprint && s.fingerprint === sheet.fingerprint).length
  const unsure = sheet.columns.filter((c) => !c.sure || c.asked.length > 0)
  const few = sheet.columns.length > many && unsure.length > 0 && !all
  const shown = few ? unsure : sheet.columns
  const called = name ?? sheet.saved ?? of.file.replace(/\.[^.]*$/, '')
  const change = (c: Column) => say({ sheets: [withColumn(saidOf(sheet), c)], leave })
  const left = (yes: boolean) =>
    say({ sheets: [], leave: yes ? [...leave, sheet.name] : leave.filter((n) => n !== sheet.name) })
  const open = of.sheets.flatMap((s) => (s.left ? [] : s.columns.filter((c) => !c.sure).map((c) => c.letter)))
  const finish = () => {
    const said = { ...saidOf(sheet), save: keep && called.trim() ? called.trim() : undefined }
    say({ sheets: sheet.left || !sheet.list ? [] : [said], leave, done: true })
  }
  return (
    <section className="mapping" aria-label={t('mapStep')}>
      <p className="quiet">
        {dotted(lang, [
          t('sheetsOf', of.sheets.length),
          t('columnsKnown', sheet.columns.filter((c) => c.sure).length, sheet.columns.length),
          sheet.unit && `${t('filledInBy')} ${sheet.unit}`,
          sheet.date && `${t('filledInOn')} ${sheet.date}`,
          sheet.money && `${t('unitOfSheet')} ${sheet.money}`,
        ])}
      </p>
      <div className="filters aligned">
        {of.sheets.length > 1 && (
          <Segmented
            value={at}
            onChange={(v) => setAt(Number(v))}
            options={of.sheets.map((s, i) => ({ value: i, label: `${s.name || i + 1} ${s.data}` }))}
          />
        )}
        <label>
          {t('sheetIsOf')}{' '}
          <Select
            aria-label={t('sheetIsOf')}
            value={sheet.list}
            disabled={busy || !sheet.fingerprint}
            status={sheet.sure ? '' : 'warning'}
            style={{ minWidth: 180 }}
            onChange={(v) => say({ sheets: [{ fingerprint: sheet.fingerprint ?? '', list: v, columns: [] }], leave })}
            options={of.lists.map((l) => ({ value: l.key, label: label(lang, l) }))}
          />
        </label>
        {!sheet.sure && sheet.list && (
          <Button disabled={busy} onClick={() => say({ sheets: [saidOf(sheet)], leave })}>
            {t('yesItIs')}
          </Button>
        )}
        {of.sheets.length > 1 && sheet.fingerprint && (
          <Checkbox checked={sheet.left} disabled={busy} onChange={(e) => left(e.target.checked)}>
            {t('leaveSheet')}
          </Checkbox>
        )}
        {same > 1 && <span className="quiet">{t('mappedTogether', same)}</span>}
      </div>
      <h2>
        {t('sheetAsItIs')} <span className="quiet">{t('sheetAsItIsHint')}</span>
      </h2>
      <Sheet of={sheet} list={list} />
      {sheet.remarks.map((p) => (
        <p key={p.code + p.cell} className="quiet">
          <span className="tag">{t('reminder')}</span> {p.cell} {p.field} {told(p, lang, t, true)}
        </p>
      ))}
      {!sheet.fingerprint && <p className="trouble">{t('noHeading')}</p>}
      {list && sheet.columns.length > 0 && (
        <>
          <h2>
            {t('columnsTitle')} <span className="count">{`${shown.length}/${sheet.columns.length}`}</span>{' '}
            <span className="quiet">{t('columnsHint')}</span>
          </h2>
          <div className="wide-table" role="region" aria-label={t('columnsTitle')} tabIndex={0}>
            <table className="grid columns-of">
              <thead>
                <tr>
                  <th scope="col">{t('columnLetter')}</th>
                  <th scope="col">{t('columnHead')}</th>
                  <th scope="col">{t('columnTo')}</th>
                  <th scope="col">{t('columnRead')}</th>
                  <th scope="col">{t('columnUnit')}</th>
                  <th scope="col">{t('columnResult')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((c) => (
                  <OneColumn
                    key={c.key}
                    of={c}
                    list={list}
                    money={sheet.money}
                    busy={busy || sheet.left}
                    set={change}
                  />
                ))}
              </tbody>
            </table>
          </div>
          {(few || all) && (
            <Button type="link" onClick={() => setAll(!all)}>
              {all ? t('onlyUnsure') : t('allColumns', sheet.columns.length)}
            </Button>
          )}
        </>
      )}
      <Refusal problem={refused} />
      <div className="row map-foot">
        <Checkbox checked={keep} onChange={(e) => setKeep(e.target.checked)}>
          {t('saveMapping')}
        </Checkbox>
        <Input
          aria-label={t('mappingName')}
          value={called}
          disabled={!keep}
          maxLength={100}
          style={{ width: 240 }}
          onChange={(e) => setName(e.target.value)}
        />
        <span className="quiet">{t('saveMappingHint')}</span>
        <span className={of.open.length > 0 ? 'trouble' : 'quiet'} role="status">
          {of.open.length > 0 ? `${t('mapOpen', of.open.length)} ${open.join('、')}` : t('mapReady')}
        </span>
        <Button type="primary" loading={busy} disabled={of.open.length > 0} onClick={finish}>
          {t('mapNext')}
        </Button>
      </div>
    </section>
  )
}

const withColumn = (said: Said, c: Column): Said => ({
  ...said,
  columns: [...(said.columns ?? []).filter((other) => other.key !== c.key), columnOf(c)],
})

const units = ['元', '万元', '亿元', '万美元', '亿美元', '平方米', '千平方米', '亩', '公顷']

function OneColumn({
  of: c,
  list,
  money,
  busy,
  set,
}: {
  of: Column
  list: Understood['lists'][number]
  /** The unit that the sheet as a whole names. */
  money?: string
  busy: boolean
  set: (c: Column) => void
}) {
  const { t, lang } = useLang()
  const open = !c.sure || c.asked.length > 0
  const to = list.columns.find((one) => one.path === c.to[0])
  const value = c.use === 'taken' ? (c.to[0] ?? '') : `:${c.use}`
  const head = c.parts.join(t('between'))
  return (
    <tr className={open ? 'chosen' : undefined}>
      <th scope="row">{c.letter}</th>
      <td>
        {head}
        {c.units.length > 0 && `（${c.units.join('/')}）`}
      </td>
      <td>
        <Select
          showSearch
          optionFilterProp="label"
          aria-label={`${c.letter} ${t('columnTo')}`}
          style={{ width: 200 }}
          status={c.sure ? '' : 'warning'}
          value={value}
          disabled={busy}
          onChange={(v) =>
            set({
              ...c,
              use: v.startsWith(':') ? (v.slice(1) as Column['use']) : 'taken',
              to: v.startsWith(':') ? [] : [v],
            })
          }
          options={[
            ...list.columns.map((one) => ({ value: one.path, label: label(lang, one) })),
            ...(['kept', 'number', 'person'] as const).map((use) => ({ value: `:${use}`, label: t(`use_${use}`) })),
          ]}
        />
        {c.to.length > 1 && (
          <div className="quiet">
            {c.to
              .map((path) =>
                label(lang, list.columns.find((one) => one.path === path) ?? { name: path, name_en: path }),
              )
              .join('、')}
          </div>
        )}
        {!c.sure && (
          <Button size="small" disabled={busy} onClick={() => set(c)}>
            {t('yesItIs')}
          </Button>
        )}
      </td>
      <td>
        {c.samples.map((s) => (
          <div key={s.raw}>
            {s.raw}
            {c.use === 'taken' && s.read !== s.raw && (
              <>
                {' → '}
                <b>{s.read || t('blankThen')}</b>
                {to?.unit && s.read && !Number.isNaN(Number(s.read)) && ` ${to.unit}`}
              </>
            )}
          </div>
        ))}
        {c.asked.map((a) => (
          <Answer1 key={a.raw} of={a} column={c} busy={busy} set={set} />
        ))}
        {c.words.map((w) => (
          <div key={w.raw} className="quiet">
            {w.raw} → {w.mean}{' '}
            <button
              type="button"
              className="as-link"
              disabled={busy}
              onClick={() => set({ ...c, words: c.words.filter((other) => other.raw !== w.raw) })}
            >
              {t('takeBack')}
            </button>
          </div>
        ))}
      </td>
      <td>
        {c.use === 'taken' && to?.amount ? (
          <Select
            aria-label={`${c.letter} ${t('columnUnit')}`}
            style={{ width: 110 }}
            status={c.why === 'unit' && !c.sure ? 'warning' : ''}
            value={c.unit || undefined}
            placeholder={c.units.join('/') || money || t('sayUnit')}
            allowClear
            disabled={busy}
            onChange={(unit?: string) => set({ ...c, unit: unit ?? '' })}
            options={units.map((u) => ({ value: u, label: u }))}
          />
        ) : (
          '—'
        )}
      </td>
      <td>
        {dotted(lang, [
          t('rowsWith', c.values),
          c.fillers > 0 && t('fillersWith', c.fillers),
          t(`why_${c.why}`),
          c.asked.length > 0 && t('askedOf', c.asked.length),
        ])}
      </td>
    </tr>
  )
}

/** What a text means is asked once for all cells with it. */
function Answer1({
  of: a,
  column: c,
  busy,
  set,
}: {
  of: Column['asked'][number]
  column: Column
  busy: boolean
  set: (c: Column) => void
}) {
  const { t } = useLang()
  const [text, setText] = useState('')
  const mean = (said: string) => {
    if (said.trim()) set({ ...c, words: [...c.words, { raw: a.raw, mean: said.trim(), keep: a.kept }] })
  }
  const few = 3
  return (
    <div className="asked">
      <b>{a.raw}</b> <span className="quiet">{t('inRows', a.rows.slice(0, few).join('、'))}</span> {t('meansWhat')}{' '}
      {a.choices.length > 0 && a.choices.length <= few ? (
        a.choices.map((choice) => (
          <Button key={choice} size="small" disabled={busy} onClick={() => mean(choice)}>
            {choice}
          </Button>
        ))
      ) : (
        <>
          <AutoComplete
            size="small"
            aria-label={`${c.letter} ${a.raw} ${t('meansWhat')}`}
            style={{ width: 170 }}
            value={text}
            disabled={busy}
            onChange={setText}
            filterOption={(typed, option) => (option?.value ?? '').includes(typed)}
            options={a.choices.map((value) => ({ value }))}
          />
          <Button size="small" disabled={busy || !text.trim()} onClick={() => mean(text)}>
            {t('thatIsIt')}
          </Button>
        </>
      )}
      <Button size="small" type="text" disabled={busy} onClick={() => mean('-')}>
        {t('leaveBlank')}
      </Button>
    </div>
  )
}
