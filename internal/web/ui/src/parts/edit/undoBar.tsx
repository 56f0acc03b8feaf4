import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { write, type Answer, type Problem } from '../../api/client'
import { useWrites } from '../../app/Writes'
import { useLang } from '../../i18n'
import { useAuthor } from '../author'
import { useRefusal } from '../form'
import { typing } from '../keys'
import { UndoForm } from '../record/Undo'

/** What was saved last, wherever on the page. */
type Saved = {
  revision: number
  head: number
  what: string
  /** Much was written at once: what taking it back does is looked at first, and a reason is given. */
  asks?: boolean
}

let last: Saved | undefined
const readers = new Set<() => void>()
const tell = (saved: Saved | undefined) => {
  last = saved
  readers.forEach((read) => read())
}
const subscribe = (reader: () => void) => {
  readers.add(reader)
  return () => void readers.delete(reader)
}

/** Says for a while that it was saved, with a way back. */
export const saidSaved = (saved: Saved) => tell(saved)

/** Milliseconds for which it can be taken back at a stroke; afterwards under 变更记录. */
const lasts = 20_000

/** A bar over the page that says what was saved and takes it back; U does so too. */
export function UndoBar() {
  const saved = useSyncExternalStore(subscribe, () => last)
  return (
    <div role="status" className="undo-place">
      {saved && <Bar key={saved.revision} of={saved} />}
    </div>
  )
}

function Bar({ of: s }: { of: Saved }) {
  const { t } = useLang()
  const cache = useQueryClient()
  const by = useAuthor()
  const undoes = useWrites('graph.edit')
  const [asking, setAsking] = useState(false)
  const [undone, setUndone] = useState<number>()
  const act = useMutation<Answer<'/undo/{revision}', 'post'>, Problem>({
    mutationFn: () =>
      write('/undo/{revision}', { path: { revision: s.revision } }, { base: s.head, reason: t('undoAtOnce'), by }),
    onSuccess: async (now) => {
      setUndone(now.set.revision)
      await cache.invalidateQueries()
    },
  })
  const refusal = useRefusal(act.error)
  const settled = undone !== undefined || act.isError
  const open = undoes && act.isIdle && !asking && !settled
  const undo = () => (s.asks ? setAsking(true) : act.mutate())
  useEffect(() => {
    if (asking) return
    const end = setTimeout(() => tell(undefined), settled ? lasts / 2 : lasts)
    return () => clearTimeout(end)
  }, [settled, asking])
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key === 'u' && !typing(event) && open) undo()
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  })
  return (
    <>
      <p className="undo-bar">
        <b>{t('savedAs', s.revision)}</b> <span>{s.what}</span>{' '}
        {undone !== undefined ? (
          <b>{t('undone', undone)}</b>
        ) : act.error ? (
          <span>{t('notUndone', refusal.text ?? act.error.detailZH ?? act.error.message)}</span>
        ) : (
          undoes && (
            <Button ghost size="small" loading={act.isPending} onClick={undo}>
              {t('undo')}
            </Button>
          )
        )}
      </p>
      <Modal
        open={asking}
        footer={null}
        title={t('undoOf', s.revision)}
        width={560}
        destroyOnHidden
        onCancel={() => setAsking(false)}
      >
        <UndoForm
          revision={s.revision}
          close={(revision) => {
            setAsking(false)
            setUndone(revision)
          }}
        />
      </Modal>
    </>
  )
}
