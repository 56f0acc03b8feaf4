import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { write, type GapWhole, type Problem } from '../../api/client'
import { useLang } from '../../i18n'
import { minuteOf } from '../../parts/days'
import { author, Refusal } from '../../parts/form'

/** What people said of a gap, oldest first, and a line to add to it. */
export function Comments({ gap: g, readOnly }: { gap: GapWhole; readOnly: boolean }) {
  const { t } = useLang()
  const cache = useQueryClient()
  const [text, setText] = useState('')
  const send = useMutation<GapWhole, Problem>({
    mutationFn: () => write('/gaps/{id}/comments', { path: { id: g.id } }, { text, by: author() }),
    onSuccess: () => {
      setText('')
      return cache.invalidateQueries()
    },
  })
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
      {!readOnly && (
        <form
          className="row"
          onSubmit={(e) => {
            e.preventDefault()
            if (text.trim()) send.mutate()
          }}
        >
          <Input.TextArea
            aria-label={t('comment')}
            autoSize={{ minRows: 1, maxRows: 6 }}
            maxLength={2000}
            placeholder={t('commentHint')}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
          <Button htmlType="submit" disabled={!text.trim()} loading={send.isPending}>
            {t('comment')}
          </Button>
        </form>
      )}
      <Refusal problem={send.error} />
    </section>
  )
}
