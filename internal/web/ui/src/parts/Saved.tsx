import { Modal } from 'antd'
import { useState } from 'react'
import { Go } from '../app/link'
import { Writes } from '../app/Writes'
import { dotted, useLang } from '../i18n'
import { timeOf, zoned } from './days'
import { UndoForm } from './record/Undo'

/** What was written last: when, as which revision (none when nothing differed), and what it says. */
export type Done = { at: Date; revision: number | undefined; what: string }

export const done = (revision: number | undefined, what: string): Done => ({ at: new Date(), revision, what })

/**
 * Says that it was saved, until the next act, and takes it back. It stands before there is something to say, so that it
 * is read out.
 */
export function Saved({ of }: { of: Done | undefined }) {
  const { t, lang } = useLang()
  const [undoing, setUndoing] = useState(false)
  const [undone, setUndone] = useState<{ of: Done; revision: number }>()
  const gone = undone !== undefined && undone.of === of ? undone.revision : undefined
  return (
    <>
      <p role="status" className="saved">
        {of && (
          <>
            <b>{t('saved')}</b>{' '}
            {dotted(lang, [zoned(lang, timeOf(of.at)), of.revision ? `r${of.revision}` : t('sameAsBefore')])}
            {t('colon')}
            {of.what}{' '}
            {gone !== undefined ? (
              <b>{t('undone', gone)}</b>
            ) : (
              of.revision !== undefined && (
                <>
                  <Writes need="graph.edit">
                    <button type="button" className="as-link" onClick={() => setUndoing(true)}>
                      {t('undo')}
                    </button>
                  </Writes>{' '}
                  <Go to={`/history?set=${of.revision}`}>{t('seeRecord')}</Go>
                </>
              )
            )}
          </>
        )}
      </p>
      {of?.revision !== undefined && (
        <Modal
          open={undoing}
          footer={null}
          title={t('undoOf', of.revision)}
          width={560}
          destroyOnHidden
          onCancel={() => setUndoing(false)}
        >
          <UndoForm
            revision={of.revision}
            close={(revision) => {
              setUndoing(false)
              if (revision) setUndone({ of, revision })
            }}
          />
        </Modal>
      )}
    </>
  )
}
