import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { send, write, type Answer, type Problem } from '../../api/client'
import { Writes } from '../../app/Writes'
import { useLang } from '../../i18n'
import { AuthorField, useAuthor } from '../author'
import { Field, Refusal } from '../form'
import { Region } from '../region'

/** The ids that were merged into an enterprise, each of which can be split off again. */
export function Former({ id, former }: { id: string; former: string[] }) {
  const { t } = useLang()
  const [splitting, setSplitting] = useState<string>()
  if (former.length === 0) return null
  return (
    <section>
      <h2>{t('mergedIds')}</h2>
      <ul className="lines">
        {former.map((old) => (
          <li key={old}>
            <code>{old}</code>{' '}
            <Writes need="graph.edit">
              <Button size="small" onClick={() => setSplitting(old)}>
                {t('split')}
              </Button>
            </Writes>
          </li>
        ))}
      </ul>
      <Modal
        open={splitting !== undefined}
        footer={null}
        title={splitting && t('splitOf', splitting)}
        destroyOnHidden
        onCancel={() => setSplitting(undefined)}
      >
        {splitting && <Split id={id} former={splitting} close={() => setSplitting(undefined)} />}
      </Modal>
    </section>
  )
}

function Split({ id, former, close }: { id: string; former: string; close: () => void }) {
  const { t, lang } = useLang()
  const cache = useQueryClient()
  const by = useAuthor()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const plan = useQuery<Answer<'/enterprises/{id}/split/preview', 'post'>, Problem>({
    queryKey: ['split', id, former],
    queryFn: () => send('/enterprises/{id}/split/preview', { path: { id } }, { former }),
  })
  const act = useMutation<Answer<'/enterprises/{id}/split', 'post'>, Problem, number>({
    mutationFn: (base) => write('/enterprises/{id}/split', { path: { id } }, { former, reason, by, base }),
    onSuccess: async () => {
      close()
      await cache.invalidateQueries()
    },
  })
  return (
    <Region query={plan}>
      {(p) => (
        <form
          className="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (reason.trim() !== '' && by !== '') act.mutate(p.revision)
          }}
        >
          <p>{p.told.length === 0 ? t('splitAll') : t('splitNote')}</p>
          <ul className="lines">
            {p.told.map((s, i) => (
              <li key={i}>{lang === 'en' ? s.text_en : s.text}</li>
            ))}
          </ul>
          <Field name={t('grounds')} needed lacking={tried && reason.trim() === ''}>
            {(of) => <Input {...of} value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />}
          </Field>
          <AuthorField tried={tried} />
          <Refusal problem={act.error} />
          <p className="acts">
            <Button type="primary" htmlType="submit" loading={act.isPending}>
              {t('split')}
            </Button>
          </p>
        </form>
      )}
    </Region>
  )
}
