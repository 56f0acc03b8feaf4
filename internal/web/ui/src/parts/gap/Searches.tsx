import { write, type GapWhole } from '../../api/client'
import { useLang } from '../../i18n'
import { Say } from './Say'

/** Whether anybody looked for makers and found none, newest first, and a line to say so. */
export function Searches({ gap: g, readOnly }: { gap: GapWhole; readOnly: boolean }) {
  const { t, lang } = useLang()
  return (
    <section>
      <h3>
        {t('anybodyLooked')} <span className="count">{g.searches.length}</span>
      </h3>
      <p className="quiet">{lang === 'en' ? g.searched.text_en : g.searched.text}</p>
      {g.searches.length > 1 && (
        <ul className="lines comments">
          {g.searches.slice(1).map((s) => (
            <li key={s.id}>
              <span className="quiet">
                {s.on} {s.by}
              </span>
              <p className="said">{s.where}</p>
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <Say
          gap={g}
          form="search"
          label={t('recordSearch')}
          hint={t('lookedHint')}
          send={(where, by) => write('/gaps/{id}/searches', { path: { id: g.id } }, { where, by })}
        />
      )}
    </section>
  )
}
