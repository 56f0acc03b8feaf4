import { Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { useWrites } from '../../../app/Writes'
import { useLang } from '../../../i18n'
import { typing } from '../../../parts/keys'
import { UndoForm } from '../../../parts/record/Undo'

/** What was written: the revision, and of how many rows. */
export type Written = { revision: number; rows: number }

/** How long the bar stays. */
const shownFor = 20_000

/** The dark bar after a draft was applied: what was saved, and the way back, for a while. */
export function Applied({ of }: { of: Written | undefined }) {
  const { t } = useLang()
  const undoes = useWrites('graph.edit')
  const [over, setOver] = useState<Written>()
  const [undoing, setUndoing] = useState(false)
  useEffect(() => {
    if (!of) return
    const timer = setTimeout(() => setOver(of), shownFor)
    return () => clearTimeout(timer)
  }, [of])
  const shown = of && over !== of && !undoing
  useEffect(() => {
    if (!shown || !undoes) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'u' && !typing(event)) setUndoing(true)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [shown, undoes])
  return (
    <>
      <div role="status">
        {shown && (
          <div className="undo-bar">
            <b>{t('appliedAs', of.revision)}</b> {of.rows} {t('rowsOfFile')}
            {undoes && (
              <Button ghost size="small" onClick={() => setUndoing(true)}>
                {t('undo')}
              </Button>
            )}
          </div>
        )}
      </div>
      {of && (
        <Modal
          open={undoing}
          footer={null}
          title={t('undoOf', of.revision)}
          width={560}
          destroyOnHidden
          onCancel={() => {
            setUndoing(false)
            setOver(of)
          }}
        >
          <UndoForm
            revision={of.revision}
            close={() => {
              setUndoing(false)
              setOver(of)
            }}
          />
        </Modal>
      )}
    </>
  )
}
