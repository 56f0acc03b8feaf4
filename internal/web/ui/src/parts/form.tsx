import { Input } from 'antd'
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { unknown, type Problem } from '../api/client'
import { useLang, type Word } from '../i18n'

/** What a control must carry to belong to its field. */
export type Control = {
  id: string
  status: '' | 'error'
  'aria-required': boolean
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

type Said = {
  name: string
  /** Cannot stay empty. */
  needed?: boolean
  /** Was left empty although it is needed. */
  lacking?: boolean
  /** Why the server refused what was saved; shown here when it is about this field. */
  refused?: string | undefined
}

/** A field with its name at the left; what is wrong with it stands under it. */
export function Field({ children, ...said }: Said & { children: (of: Control) => ReactNode }) {
  const id = useId()
  const fault = useFault(said)
  return (
    <div className="field-row">
      <label htmlFor={id}>
        {said.name}
        {said.needed && <Star />}
      </label>
      <div>
        {children({
          id,
          status: fault ? 'error' : '',
          'aria-required': said.needed ?? false,
          'aria-invalid': fault !== undefined,
          'aria-describedby': fault && `${id}-fault`,
        })}
        <Fault id={`${id}-fault`} text={fault} />
      </div>
    </div>
  )
}

/** One of several, under a name. */
export function Choice({ children, ...said }: Said & { children: ReactNode }) {
  const id = useId()
  const fault = useFault(said)
  return (
    <div
      className="field-row"
      role="radiogroup"
      aria-label={said.name}
      aria-required={said.needed ?? false}
      aria-invalid={fault !== undefined}
      aria-describedby={fault && id}
    >
      <span>
        {said.name}
        {said.needed && <Star />}
      </span>
      <div>
        {children}
        <Fault id={id} text={fault} />
      </div>
    </div>
  )
}

function useFault({ lacking, refused }: Said): string | undefined {
  const { t } = useLang()
  return lacking ? t('needed') : refused
}

const Star = () => (
  <span className="star" aria-hidden="true">
    *
  </span>
)

function Fault({ id, text }: { id: string; text: string | undefined }) {
  return text ? (
    <p id={id} role="alert" className="trouble note">
      {text}
    </p>
  ) : null
}

/** Puts the focus on the first field of a form that lacks something, once it is shown. */
export function toFirstFault(form: HTMLElement) {
  requestAnimationFrame(() => {
    const first = form.querySelector<HTMLElement>('[aria-invalid=true]')
    const control = first?.matches('[role=radiogroup]') ? first.querySelector('input') : first
    control?.focus()
  })
}

/** Ctrl Enter saves a form, wherever in it one is. */
export function sendByKey(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  event.currentTarget.requestSubmit()
}

/** A day. */
export function Day({ of, value, set }: { of: Control; value: string; set: (value: string) => void }) {
  return <Input {...of} type="date" value={value} onChange={(e) => set(e.target.value)} style={{ width: 150 }} />
}

/** Why a write was refused, in the language of the page; and of which field, when its code says so. */
export function useRefusal(problem: Problem | null): { of?: string; text?: string } {
  const { t, lang } = useLang()
  if (!problem || problem.conflict) return {}
  const said = lang === 'zh' ? (problem.detailZH ?? problem.message) : problem.message
  const text = problem.code === unknown ? t('unknownWritten') : problem.status === 0 ? t('notSent') : said
  const of = /^\w+\.(\w+)_(?:missing|invalid|past)$/.exec(problem.code)?.[1]
  return of ? { of, text } : { text }
}

/** What is wrong with one field, in the language of the page where the page has words for it. */
export function useFaultText() {
  const { t, lang } = useLang()
  return (e: { code: string; message: string }): string => {
    const word = `fault_${e.code}` as Word
    const said = t(word)
    return lang === 'en' || said === word ? e.message : said
  }
}

/** Why a write was refused. */
export function Refusal({ problem, fields = [] }: { problem: Problem | null; fields?: readonly string[] }) {
  const { of, text } = useRefusal(problem)
  if (!text || (of && fields.includes(of))) return null // the field says it
  return (
    <p role="alert" className="trouble">
      {text}
    </p>
  )
}
