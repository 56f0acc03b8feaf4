import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons'
import { useState, type ReactNode } from 'react'
import { useApi, type Explanation, type Params, type ReadPath } from '../../api/client'
import { Thing } from '../../app/link'
import { useLang, type Lang } from '../../i18n'
import { Source, Sure } from '../facts/provenance'
import { Few } from '../few'
import { Region } from '../region'
import { apportion } from './apportion'
import { Asks } from './asks'

type WhyPath = { [P in ReadPath]: P extends `${string}/why` ? P : never }[ReadPath]
/** A path of the API that explains a number, and the ids in it. */
export type Asked = { [P in WhyPath]: { path: P; ids: Params<P>['path'] } }[WhyPath]

type Props = {
  /** Which number. */
  of: Asked
  /** What the number is called. */
  name: string
  children: ReactNode
  /** Which number of the explanation, when not its own. */
  pick?: (of: Explanation) => Explanation | undefined
  /** Share of the facts asked for that are on record, 0 to 1. */
  known?: number | undefined
  /** Stands before the parts. */
  head?: () => ReactNode
}

/** A number's label that answers why: value, formula, parts, facts and their sources, down to the last. */
export function Why({ of, name, children, pick = (e) => e, known, head }: Props) {
  return (
    <Asks name={name} wide content={() => <Answer of={of} pick={pick} known={known} head={head} />}>
      {children}
    </Asks>
  )
}

/** The explanation as of the revision that is looked at. */
export function useWhy(of: Asked) {
  return useApi(of.path, { path: of.ids } as Params<WhyPath>)
}

function Answer({
  of,
  pick,
  known,
  head,
}: Pick<Props, 'of' | 'known' | 'head'> & { pick: NonNullable<Props['pick']> }) {
  const { t } = useLang()
  const why = useWhy(of)
  return (
    <Region query={why} rows={6}>
      {(all) => {
        const e = pick(all)
        if (!e) return <p className="quiet">{t('noFacts')}</p>
        return (
          <>
            <Title of={e} />
            {head?.()}
            <Grounds of={e} top />
            {known !== undefined && (
              <p className="quiet known">
                {t('knownShare', `${Math.round(known * 100)}%`)}
                {known < 1 && t('notNone')}
              </p>
            )}
          </>
        )
      }}
    </Region>
  )
}

function Title({ of: e }: { of: Explanation }) {
  const { lang } = useLang()
  return (
    <h2 className="answer-title">
      <span>{nameOf(lang, e)}</span>{' '}
      <b>
        <Value of={e} />
      </b>
    </h2>
  )
}

// Units whose numbers may be added; the API names units by words only.
const added = ['points', 'weight', 'pull', 'links', 'enterprises']
const nameOf = (lang: Lang, e: Explanation) => (lang === 'en' ? e.label_en : e.label)
const plain = (v: number) => String(Math.round(v * 100) / 100)

/** A value with its unit; shares as percent, conditions as yes or no. */
function Value({ of: e, rounded }: { of: Explanation; rounded?: number | undefined }) {
  const { t } = useLang()
  if (e.unknown) return <span className="quiet">{t('noEvidence')}</span>
  if (e.unit_en === 'of 1') return <>{Math.round(e.value * 100)}%</>
  if (e.unit_en === '(1 yes, 0 no)') return <>{t(e.value ? 'yes' : 'no')}</>
  const number =
    rounded !== undefined ? rounded.toFixed(1) : e.unit_en === 'points' ? e.value.toFixed(1) : plain(e.value)
  return <WithUnit of={e} number={number} />
}

// Measures stand before their number, units behind it.
const measures = ['weight', 'pull', 'proximity']

function WithUnit({ of: e, number }: { of: Explanation; number: string }) {
  const { lang } = useLang()
  const unit = <span className="unit">{lang === 'en' ? e.unit_en : e.unit}</span>
  return measures.includes(e.unit_en ?? '') ? (
    <>
      {unit} {number}
    </>
  ) : (
    <>
      {number} {unit}
    </>
  )
}

/** What a number rests on: formula, words, parts, facts, what stands beside. */
function Grounds({ of: e, top = false }: { of: Explanation; top?: boolean }) {
  const { t, lang } = useLang()
  const units = new Set(e.parts.map((p) => p.unit_en))
  const unit = units.size === 1 ? e.parts[0]?.unit_en : undefined
  const sum = e.parts.reduce((n, p) => n + p.value, 0)
  const whole = unit === 'points' && Math.abs(sum - e.value) < 0.051 // the value itself is rounded to 0.1
  const rounded = whole ? apportion(e.parts.map((p) => p.value)) : undefined
  const formula = lang === 'en' ? e.formula_en : e.formula
  const text = lang === 'en' ? e.text_en : e.text
  return (
    <>
      {formula && !whole && <p className="formula">{formula}</p>}
      {text && <p className={top ? undefined : 'quiet'}>{text}</p>}
      {e.parts.length > 0 && (
        <Parts
          list={e.parts}
          rounded={rounded}
          sum={e.parts.length > 1 && unit && added.includes(unit) ? sum : undefined}
        />
      )}
      {e.facts.length > 0 && <Facts of={e} />}
      {e.parts.length === 0 && e.facts.length === 0 && !text && <p className="quiet">{t('noFacts')}</p>}
      {e.beside.length > 0 && (
        <>
          <h3>{t('besides')}</h3>
          <ul className="steps">
            {e.beside.map((x, i) => (
              <Step key={i} of={x} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** The parts that count, then, on request, those that count nothing; their sum below. */
function Parts({
  list,
  rounded,
  sum,
}: {
  list: Explanation[]
  rounded: number[] | undefined
  sum: number | undefined
}) {
  const { t } = useLang()
  const [all, setAll] = useState(false)
  const most = Math.max(...list.map((p) => (p.unit_en === 'of 1' ? 1 : p.value)))
  const fold = sum !== undefined && list.length > 8
  const shown = list.map((p, i) => ({ p, at: i })).filter(({ p }) => all || !fold || p.value !== 0)
  return (
    <>
      <ul className="steps">
        {shown.map(({ p, at }) => (
          <Step
            key={at}
            of={p}
            rounded={rounded?.[at]}
            bar={p.unknown || p.unit_en === '(1 yes, 0 no)' ? undefined : p.value / (most || 1)}
          />
        ))}
      </ul>
      {shown.length < list.length && (
        <button type="button" className="as-link zeros" onClick={() => setAll(true)}>
          {t('zeros', list.length - shown.length)}
        </button>
      )}
      {sum !== undefined && (
        <p className="sum">
          <span>{t('sumOf')}</span>{' '}
          <b>
            <WithUnit of={list[0]!} number={rounded ? sum.toFixed(1) : plain(sum)} />
          </b>
        </p>
      )}
    </>
  )
}

/** A part on one line; opens to what it rests on. */
function Step({ of: e, rounded, bar }: { of: Explanation; rounded?: number | undefined; bar?: number | undefined }) {
  const { lang } = useLang()
  const [open, setOpen] = useState(false)
  const name = nameOf(lang, e)
  const deep = e.parts.length + e.facts.length + e.beside.length > 0 || e.text || e.formula
  return (
    <li>
      <div className="step-line">
        {deep ? (
          <button type="button" className="unfold" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <CaretDownOutlined aria-hidden="true" /> : <CaretRightOutlined aria-hidden="true" />} {name}
          </button>
        ) : (
          <span className="unfold">{name}</span>
        )}
        <span className="step-bar" aria-hidden="true">
          {bar !== undefined && <span style={{ width: `${Math.round(bar * 100)}%` }} />}
        </span>
        <span className="num">
          <Value of={e} rounded={rounded} />
        </span>
      </div>
      {open && (
        <div className="step-grounds">
          <Grounds of={e} />
        </div>
      )}
    </li>
  )
}

const few = 5

function Facts({ of: e }: { of: Explanation }) {
  const { lang } = useLang()
  return (
    <ul className="lines facts-list">
      <Few of={e.facts} most={few} tail="li">
        {(f) => (
          <li>
            <Sure of={f}>{lang === 'en' ? f.text_en : f.text}</Sure>{' '}
            {f.subject.id !== e.id && f.subject.kind === 'Enterprise' && <Thing of={f.subject} />} <Source of={f} />
          </li>
        )}
      </Few>
    </ul>
  )
}
