import type { OpenSession } from '../../api/client'
import { dotted, useLang } from '../../i18n'
import { minuteOf } from '../../parts/days'

// What browsers and systems call themselves, the special ones before those that they pretend to be.
const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chromium'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
]
const named = (list: [RegExp, string][], agent: string) => list.find(([sign]) => sign.test(agent))?.[1]

/** Sessions that go on: in which browser, from where, since when; each can be ended, but for the one that looks. */
export function SessionTable({ items, end }: { items: OpenSession[]; end: (id: string) => void }) {
  const { t, lang } = useLang()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('browser')}</th>
          <th scope="col">{t('signedInOn')}</th>
          <th scope="col">{t('lastUsed')}</th>
          <th scope="col">{t('endThis')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((x) => {
          const seen = dotted(lang, [named(browsers, x.agent), named(systems, x.agent)])
          return (
            <tr key={x.id}>
              <th scope="row" title={x.agent}>
                {seen || x.agent.slice(0, 40) || '—'}
                <br />
                <span className="quiet note">{x.address}</span>
              </th>
              <td className="date">{minuteOf(x.began)}</td>
              <td className="date">{minuteOf(x.seen)}</td>
              <td>
                {x.this ? (
                  t('here')
                ) : (
                  <button type="button" className="as-link" onClick={() => end(x.id)}>
                    {t('endThis')}
                    <span className="unseen"> {minuteOf(x.began)}</span>
                  </button>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
