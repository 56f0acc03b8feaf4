import { useState } from 'react'
import { useList } from '../../api/client'
import { Thing } from '../../app/link'
import { useTerms } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { Few } from '../few'
import { Empty, Region } from '../region'

/** Which industries are known to make what: the test that words alone must pass. Read when it is opened. */
export function Trades({ chain }: { chain: string }) {
  const { t } = useLang()
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('tradesTitle')}</summary>
      <p className="quiet">{t('tradesNote')}</p>
      {open && <Table chain={chain} />}
    </details>
  )
}

function Table({ chain }: { chain: string }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const list = useList('/trades', { query: { chain } })
  return (
    <Region query={list} rows={6}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>
            <p>{t('noTrades')}</p>
          </Empty>
        ) : (
          <table className="plain">
            <tbody>
              {items.map((x) => (
                <tr key={`${x.class} ${x.industry.id}`}>
                  <th scope="row">{label(lang, x.industry)}</th>
                  <td>{x.chain ? label(lang, x.chain) : words('trade_class', x.class)}</td>
                  <td>
                    <Few of={x.makers} most={4}>
                      {(m) => <Thing of={m} />}
                    </Few>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Region>
  )
}
