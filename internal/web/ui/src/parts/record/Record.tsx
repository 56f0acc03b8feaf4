import { useApi } from '../../api/client'
import { dotted, useLang } from '../../i18n'
import { dayOf } from '../days'
import { Few } from '../few'
import { Region } from '../region'
import { actorOf } from './actor'
import { ReasonOf } from './reason'

/** What happened to a thing, newest first. */
export function Record({ id, level: Head = 'h3' }: { id: string; level?: 'h2' | 'h3' }) {
  const { t, lang } = useLang()
  const history = useApi('/nodes/{id}/history', { path: { id }, query: { limit: 200 } })
  return (
    <section>
      <Head>
        {t('record')} <span className="count">{history.data?.total ?? ''}</span>
      </Head>
      <Region query={history} rows={2}>
        {(h) => (
          <ul className="lines">
            <Few of={h.items} total={h.total} tail="li">
              {(x) => (
                <li>
                  <ReasonOf of={x.set} />{' '}
                  <span className="quiet">
                    {dotted(lang, [`r${x.set.revision}`, actorOf(lang, x.set.actor), dayOf(x.set.time)])}
                  </span>
                </li>
              )}
            </Few>
          </ul>
        )}
      </Region>
    </section>
  )
}
