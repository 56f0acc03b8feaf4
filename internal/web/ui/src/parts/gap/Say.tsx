import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import type { GapWhole, Problem } from '../../api/client'
import { AuthorField, useAuthor } from '../author'
import { DraftNote, useDraft } from '../draft'
import { Refusal, toFirstFault } from '../form'
import { done, Saved, type Done } from '../Saved'

const nothing = { text: '' }

/** A line that is added to a gap, signed by who writes. */
export function Say({
  gap: g,
  form,
  label,
  hint,
  send: sent,
}: {
  gap: GapWhole
  form: string
  label: string
  hint: string
  send: (text: string, by: string) => Promise<GapWhole>
}) {
  const cache = useQueryClient()
  const draft = useDraft(`${form} ${g.id}`, nothing)
  const { text } = draft.value
  const by = useAuthor()
  const [unknown, setUnknown] = useState(by === '') // till it is saved: the field stays while one types into it
  if (by === '' && !unknown) setUnknown(true)
  const [tried, setTried] = useState(false)
  const [written, setWritten] = useState<Done>()
  const send = useMutation<GapWhole, Problem>({
    mutationFn: () => sent(text, by),
    onSuccess: (now) => {
      draft.drop(nothing)
      setUnknown(false)
      setTried(false)
      setWritten(done(now.written, label))
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
          aria-label={label}
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={2000}
          placeholder={hint}
          value={text}
          onChange={(e) => {
            setWritten(undefined)
            if (e.target.value === '') draft.drop(nothing)
            else draft.keep({ text: e.target.value })
          }}
        />
        <Button htmlType="submit" disabled={!text.trim()} loading={send.isPending}>
          {label}
        </Button>
      </div>
      <DraftNote of={draft} />
      <Refusal problem={send.error} />
      <Saved of={written} />
    </form>
  )
}
