import { write, type GapWhole } from '../../api/client'
import { useLang } from '../../i18n'
import { minuteOf, zoned } from '../days'
import { Say } from './Say'

/** What people said of a gap, oldest first, and a line to add to it. */
export function Comments({ gap: g, readOnly, shown }: { gap: GapWhole; readOnly: boolean; shown: boolean }) {
  const { t, lang } = useLang()
  if (!shown)
    return (
      <section>
        <h3>{t('comments')}</h3>
        <p className="quiet">{t('commentsHidden')}</p>
      </section>
    )
  return (
    <section>
      <h3>
        {t('comments')} <span className="count">{g.comments.length}</span>
      </h3>
      {g.comments.length === 0 && <p className="quiet">{t('noComments')}</p>}
      <ul className="lines comments">
        {g.comments.map((c) => (
          <li key={c.id}>
            <span className="quiet" title={zoned(lang, minuteOf(c.at))}>
              {minuteOf(c.at)} {c.by}
            </span>
            <p className="said">{c.text}</p>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Say
          gap={g}
          form="comment"
          label={t('comment')}
          hint={t('commentHint')}
          send={(text, by) => write('/gaps/{id}/comments', { path: { id: g.id } }, { text, by })}
        />
      )}
    </section>
  )
}
