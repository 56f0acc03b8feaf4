import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { useApi, write, type Answer, type Change, type Problem, type Undoing } from '../../api/client'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { minuteOf, zoned } from '../days'
import { DraftNote, useDraft } from '../draft'
import { Few } from '../few'
import { Field, Refusal, toFirstFault } from '../form'
import { Mark } from '../marks'
import { Region } from '../region'
import { actorOf } from './actor'
import { ReasonOf } from './reason'

type Close = (written?: number) => void

/** What taking a revision back would do, what it cannot, what would follow; and the act, with a reason. */
export function UndoForm({ revision, close }: { revision: number; close: Close }) {
  const undoing = useApi('/undo/{revision}', { path: { revision } })
  return (
    <Region query={undoing} rows={8}>
      {(u) => <Form of={u} close={close} />}
    </Region>
  )
}

const nothing = { reason: '' }
const shown = 8

function Form({ of: u, close }: { of: Undoing; close: Close }) {
  const { t, lang } = useLang()
  const cache = useQueryClient()
  const draft = useDraft(`undo ${u.set.revision}`, nothing)
  const { reason } = draft.value
  const by = useAuthor()
  const [tried, setTried] = useState(false)
  const act = useMutation<Answer<'/undo/{revision}', 'post'>, Problem>({
    mutationFn: () =>
      write(
        '/undo/{revision}',
        { path: { revision: u.set.revision } },
        { base: u.revision, reason, by, partly: u.kept_total > 0 },
      ),
    onSuccess: async (now) => {
      draft.drop(nothing)
      close(now.set.revision)
      await cache.invalidateQueries()
    },
    onError: (problem) => {
      if (problem.status === 409) void cache.invalidateQueries()
    },
  })
  const lacking = reason.trim() === ''
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    event.stopPropagation() // it may stand within another form, whose dialog it is
    setTried(true)
    if (lacking || by === '') toFirstFault(event.currentTarget)
    else act.mutate()
  }
  const conflict = act.error?.conflict
  return (
    <form className="form undo" noValidate onSubmit={submit}>
      <p className="quiet">
        {zoned(lang, minuteOf(u.set.time))} {actorOf(lang, u.set.actor)}
        {t('colon')}
        <ReasonOf of={u.set} />
        {t('stop')}
        {t('undoNote', u.set.revision)}
      </p>
      <section>
        <h2>
          {t('takesBack')} <span className="count">{u.back_total}</span>
        </h2>
        {u.back_total === 0 && <p>{t('nothingBack')}</p>}
        <ul className="lines">
          <Few of={u.back} most={shown} total={u.back_total} tail="li">
            {(c) => (
              <li>
                <Named of={c} /> <Fields of={c} />
              </li>
            )}
          </Few>
        </ul>
      </section>
      {u.kept_total > 0 && (
        <section>
          <h2>
            {t('cannotTakeBack')} <span className="count">{u.kept_total}</span>
          </h2>
          <ul className="lines">
            <Few of={u.kept} most={shown} total={u.kept_total} tail="li">
              {(c) => (
                <li>
                  <Named of={c} />{' '}
                  {t(
                    c.built ? 'builtAfter' : 'changedAfter',
                    minuteOf(c.later.time),
                    actorOf(lang, c.later.actor),
                    c.later.revision,
                  )}
                </li>
              )}
            </Few>
          </ul>
        </section>
      )}
      <Follows of={u.follows} />
      <Field name={t('grounds')} needed lacking={tried && lacking}>
        {(of) => (
          <Input.TextArea
            {...of}
            autoSize={{ minRows: 1, maxRows: 4 }}
            maxLength={500}
            value={reason}
            onChange={(e) => (e.target.value ? draft.keep({ reason: e.target.value }) : draft.drop(nothing))}
          />
        )}
      </Field>
      <AuthorField tried={tried} />
      {conflict ? (
        <p role="alert" className="trouble">
          {t('undoOvertaken', actorOf(lang, conflict.actor), conflict.revision)}
        </p>
      ) : (
        <Refusal problem={act.error} />
      )}
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={u.back_total === 0} loading={act.isPending}>
          {t(u.kept_total > 0 ? 'undoSome' : 'undoAll', u.back_total)}
        </Button>
        <Button onClick={() => close()}>{t('dontUndo')}</Button>
      </p>
      <DraftNote of={draft} />
    </form>
  )
}

function Named({ of: c }: { of: Change }) {
  const { lang } = useLang()
  return (
    <b>
      {label(lang, c.subject)}
      {c.other && <> → {label(lang, c.other)}</>}
    </b>
  )
}

/** What becomes of a thing: it comes, it goes, or some of its fields are as they were. */
function Fields({ of: c }: { of: Change }) {
  const { t, lang } = useLang()
  if (c.operation !== 'updated') return <span>{t(c.operation === 'created' ? 'comesBack' : 'goesAway')}</span>
  return (
    <span>
      <Few of={c.fields} most={4} between={t('comma')}>
        {(f) => (
          <>
            <span className="quiet">{lang === 'en' ? f.en : f.zh}</span> {f.from || t('empty')} →{' '}
            <b>{f.to || t('empty')}</b>
          </>
        )}
      </Few>
    </span>
  )
}

function Follows({ of: f }: { of: Undoing['follows'] }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const percent = (v: number) => `${(100 * v).toFixed(1)}%`
  const [before = 0, after = 0] = f.total
  return (
    <section>
      <h2>{t('changesWithIt')}</h2>
      <ul className="lines">
        {f.gaps.map((g) => (
          <li key={g.status}>
            {words('gap_status', g.status)} {g.before} → <b>{g.after}</b>
          </li>
        ))}
        {before !== after && (
          <li>
            {t('gaps')} {before} → <b>{after}</b>
          </li>
        )}
        {f.completeness.map((c) => (
          <li key={c.chain.id}>
            {label(lang, c.chain)} {t('completeness')} {percent(c.before)} → <b>{percent(c.after)}</b>
          </li>
        ))}
        <Few of={f.states} most={shown} tail="li">
          {(m) => (
            <li>
              {label(lang, m.link)} {m.from ? <Mark state={m.from} /> : '＋'} → <Mark state={m.to} />{' '}
              {m.from && words('coverage', m.from)} → {words('coverage', m.to)}
            </li>
          )}
        </Few>
        {before === after && f.completeness.length === 0 && <li>{t('countsStay')}</li>}
      </ul>
    </section>
  )
}
