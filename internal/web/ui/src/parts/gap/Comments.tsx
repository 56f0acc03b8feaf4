import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { write, type GapWhole, type Problem } from '../../api/client'
import { useLang } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { minuteOf } from '../days'
import { DraftNote, useDraft } from '../draft'
import { Refusal, toFirstFault } from '../form'
import { done, Saved, type Done } from '../Saved'

/** What people said of a gap, oldest first, and a line to add to it. */
export function Comments({ gap: g, readOnly }: { gap: GapWhole; readOnly: boolean }) {
  const { t } = useLang()
  return (
    <section>
      <h3>
        {t('comments')} <span className="count">{g.comments.length}</span>
      </h3>
      {g.comments.length === 0 && <p className="quiet">{t('noComments')}</p>}
      <ul className="lines comments">
        {g.comments.map((c) => (
          <li key={c.id}>
            <span className="quiet">
              {minuteOf(c.at)} {c.by}
            </span>
            <p className="said">{c.text}</p>
          </li>
        ))}
      </ul>
      {!readOnly && <Add gap={g} />}
    </section>
  )
}

const nothing = { text: '' }

function Add({ gap: g }: { gap: GapWhole }) {
  const { t } = useLang()
  const cache = useQueryClient()
  const draft = useDraft(`comment ${g.id}`, nothing)
  const { text } = draft.value
  const by = useAuthor()
  const [unknown, setUnknown] = useState(by === '') // till it is saved: the field stays while one types into it
  if (by === '' && !unknown) setUnknown(true)
  const [tried, setTried] = useState(false)
  const [written, setWritten] = useState<Done>()
  const send = useMutation<GapWhole, Problem>({
    mutationFn: () => write('/gaps/{id}/comments', { path: { id: g.id } }, { text, by }),
    onSuccess: (now) => {
      draft.drop(nothing)
      setUnknown(false)
      setTried(false)
      setWritten(done(now.written, t('comment')))
      return cache.invalidateQueries()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (by === '') toFirstFault(event.currentTarget)
    else if (text.trim()) send.mutate()
  }
  return (
    <form className="form" noValidate onSubmit={submit}>
      {unknown && text.trim() !== '' && <AuthorField tried={tried} />}
      <div className="row">
        <Input.TextArea
          aria-label={t('comment')}
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={2000}
          placeholder={t('commentHint')}
          value={text}
          onChange={(e) => {
            setWritten(undefined)
            if (e.target.value === '') draft.drop(nothing)
            else draft.keep({ text: e.target.value })
          }}
        />
        <Button htmlType="submit" disabled={!text.trim()} loading={send.isPending}>
          {t('comment')}
        </Button>
      </div>
      <DraftNote of={draft} />
      <Refusal problem={send.error} />
      <Saved of={written} />
    </form>
  )
}
