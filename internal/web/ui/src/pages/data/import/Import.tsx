import { useApi } from '../../../api/client'
import { Go } from '../../../app/link'
import { usePlace } from '../../../app/place'
import { Writes } from '../../../app/Writes'
import { useLang } from '../../../i18n'
import { minuteOf, zoned } from '../../../parts/days'
import { Empty, Region } from '../../../parts/region'
import { HowFar } from './HowFar'
import { OneDraft } from './OneDraft'
import { Upload } from './Upload'

/** Files that become drafts: sent, looked at row by row, applied, taken back. */
export function Import() {
  const open = usePlace().get('draft')
  if (open) return <OneDraft key={open} id={open} />
  return (
    <>
      <Writes need="import.apply">
        <Upload />
      </Writes>
      <All />
    </>
  )
}

function All() {
  const { t, lang } = useLang()
  const drafts = useApi('/drafts', {})
  return (
    <Region query={drafts}>
      {({ items }) => (
        <>
          <h2>
            {t('draftsTitle')} <span className="count">{items.length}</span>
          </h2>
          {items.length === 0 ? (
            <Empty>
              <p>{t('noDrafts')}</p>
            </Empty>
          ) : (
            <div className="wide-table" role="region" aria-label={t('draftsTitle')} tabIndex={0}>
              <table className="grid drafts">
                <thead>
                  <tr>
                    <th scope="col">{t('draftNo')}</th>
                    <th scope="col">{t('draftName')}</th>
                    <th scope="col">{t('draftState')}</th>
                    <th scope="col">{zoned(lang, t('draftMade'))}</th>
                    <th scope="col">{t('who')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((d) => (
                    <tr key={d.id}>
                      <th scope="row">
                        <Go to={`/data?tab=import&draft=${d.id}`}>{d.id}</Go>
                      </th>
                      <td>{d.name}</td>
                      <td>
                        <HowFar of={d} />
                      </td>
                      <td>{minuteOf(d.made)}</td>
                      <td>{d.by}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </Region>
  )
}
