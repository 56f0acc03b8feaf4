import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Thing } from '../../api/client'
import { label, useLang } from '../../i18n'
import { Source } from '../facts/provenance'
import { Choice, Field } from '../form'
import { Control } from './Control'
import { Pick } from './Pick'
import {
  isNew, keyOfTie, owner, same, valueOf,
  type Added, type FormOf, type FormRelation, type Value, type Work,
} from './work' // prettier-ignore

type Rows = {
  relations: FormRelation[]
  forms: FormOf[]
  node: Thing | undefined
  work: Work
  set: (change: Partial<Work>) => void
  fault: (of: string, field: string) => string | undefined
  tried: boolean
}

/** The relations of a section: those that stand, with their fields; what is added; and how to add. */
export function RelationRows({ relations, ...rest }: Rows) {
  return relations.map((r) => <Rows key={r.type + String(r.in)} of={r} {...rest} />)
}

function Rows({ of: r, forms, node, work: w, set, fault, tried }: Omit<Rows, 'relations'> & { of: FormRelation }) {
  const { t, lang } = useLang()
  const ties = ((r.in ? node?.in : node?.out) ?? []).filter((tie) => tie.type === r.type)
  const added = w.added.filter((a) => a.type === r.type && a.in === r.in && !a.given)
  const put = (a: Added) => set({ added: w.added.map((x) => (x.n === a.n ? a : x)) })
  const figures = r.in && r.type === 'ABOUT'
  const name = figures ? t('figures') : (lang === 'en' ? r.en : r.zh) + (r.in ? t('fromOthers') : '')
  const begin = () => {
    const n = Math.max(0, ...w.added.map((a) => a.n)) + 1
    const end = figures ? { kind: 'Figure', values: {} } : undefined
    set({ added: [...w.added, { n, type: r.type, in: r.in, end, values: {} }] })
  }
  return (
    <>
      {ties.map((tie) => {
        const key = keyOfTie(tie, r.in)
        const row = w.rows[key] ?? { values: {} }
        const change = (field: string, value: Value) => {
          const values = { ...row.values, [field]: value }
          if (same(value, valueOf(tie.attributes, field))) delete values[field]
          set({ rows: { ...w.rows, [key]: { ...row, values } } })
        }
        return (
          <div key={key} className={`tie${row.cut || Object.keys(row.values).length > 0 ? ' changed' : ''}`}>
            <p className="section-head">
              <span className={row.cut ? 'gone' : undefined}>
                <span className="quiet">{name}</span> <b>{label(lang, tie.other)}</b>
              </span>
              <span>
                <Source of={tie} />{' '}
                <button
                  type="button"
                  className="as-link"
                  onClick={() => set({ rows: { ...w.rows, [key]: { ...row, cut: !row.cut } } })}
                >
                  {t(row.cut ? 'keepTie' : 'cutTie')}
                </button>
              </span>
            </p>
            {!row.cut &&
              r.fields.map((f) => (
                <Field
                  key={f.name}
                  name={lang === 'en' ? f.en : f.zh}
                  needed={f.required}
                  refused={fault(owner.row(key), f.name)}
                >
                  {(of) => (
                    <Control
                      field={f}
                      of={of}
                      value={row.values[f.name] ?? valueOf(tie.attributes, f.name)}
                      set={(v) => change(f.name, v)}
                    />
                  )}
                </Field>
              ))}
          </div>
        )
      })}
      {added.map((a) => {
        const end = a.end
        const fresh = isNew(end) ? forms.find((k) => k.kind === end.kind) : undefined
        return (
          <div key={a.n} className="tie changed">
            <Choice name={name}>
              {figures ? (
                <b>{t('newFigure')}</b>
              ) : (
                <Pick
                  kinds={r.kinds}
                  value={isNew(end) ? { id: 'new', name: String(end.values.name ?? '') } : end}
                  pick={(thing) => put({ ...a, end: thing })}
                  make={(kind, typed) => put({ ...a, end: { kind, values: { name: typed } } })}
                  autoFocus
                />
              )}{' '}
              <button
                type="button"
                className="as-link"
                onClick={() => set({ added: w.added.filter((x) => x.n !== a.n) })}
              >
                {t('cutTie')}
              </button>
            </Choice>
            {isNew(end) &&
              fresh &&
              fresh.fields
                .filter((f) => f.name !== 'name' && (f.required || figures))
                .map((f) => (
                  <Field
                    key={f.name}
                    name={lang === 'en' ? f.en : f.zh}
                    needed={f.required}
                    lacking={tried && f.required && !end.values[f.name]?.length}
                    refused={fault(owner.end(a.n), f.name)}
                  >
                    {(of) => (
                      <Control
                        field={f}
                        of={of}
                        value={end.values[f.name] ?? ''}
                        set={(v) => put({ ...a, end: { ...end, values: { ...end.values, [f.name]: v } } })}
                      />
                    )}
                  </Field>
                ))}
            {r.fields.map((f) => (
              <Field
                key={f.name}
                name={lang === 'en' ? f.en : f.zh}
                needed={f.required}
                lacking={tried && f.required && !a.values[f.name]?.length}
                refused={fault(owner.added(a.n), f.name)}
              >
                {(of) => (
                  <Control
                    field={f}
                    of={of}
                    value={a.values[f.name] ?? ''}
                    set={(v) => put({ ...a, values: { ...a.values, [f.name]: v } })}
                  />
                )}
              </Field>
            ))}
          </div>
        )
      })}
      {(!r.only || ties.length + added.length === 0) && (
        <Button type="link" size="small" icon={<PlusOutlined />} onClick={begin}>
          {t('addTie', name)}
        </Button>
      )}
    </>
  )
}
