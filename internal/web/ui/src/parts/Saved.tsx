import { dotted, useLang } from '../i18n'
import { timeOf } from './days'

/** What was written last: when, as which revision, and what it says. */
export type Done = { at: Date; revision: number; what: string }

export const done = (revision: number, what: string): Done => ({ at: new Date(), revision, what })

/** Says that it was saved, until the next act. It stands before there is something to say, so that it is read out. */
export function Saved({ of }: { of: Done | undefined }) {
  const { t, lang } = useLang()
  return (
    <p role="status" className="saved">
      {of && (
        <>
          <b>{t('saved')}</b> {dotted(lang, [timeOf(of.at), `r${of.revision}`])}
          {t('colon')}
          {of.what}
        </>
      )}
    </p>
  )
}
