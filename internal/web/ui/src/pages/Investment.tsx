import { Input, Tabs } from 'antd'
import { useAll, useApi, type EnterpriseItem } from '../api/client'
import { Thing } from '../app/link'
import { usePlace } from '../app/place'
import { useMay } from '../app/session'
import { useTitle } from '../app/title'
import { label, series, useLang, type Word } from '../i18n'
import { idOf, keyOf } from '../ids'
import { Meaning } from '../parts/answers/meaning'
import { Inputs } from '../parts/firms/Inputs'
import { countGaps, isOpen } from '../parts/gap/counts'
import { Levels } from '../parts/marks'
import { Region } from '../parts/region'
import { Board } from './investment/Board'
import { Candidates } from './investment/Candidates'

const tabs: Record<string, Word> = { gaps: 'gapToFirms', inputs: 'firmToInputs', board: 'board' }

/** 招商: who could close a gap, what an enterprise lacks, and how far the talks are. */
export default function Investment() {
  const { t } = useLang()
  useTitle(t('investment'))
  const place = usePlace()
  const talks = useMay()('contact.read')
  const asked = place.get('tab') ?? 'gaps'
  const tab = asked === 'board' && !talks ? 'gaps' : asked
  useTitle(tabs[tab] && t(tabs[tab]), 1)
  const gaps = useAll('/gaps', {})
  const contacts = useApi('/contacts', { query: { limit: 1 } }, talks)
  const open = (gaps.data ?? []).filter(isOpen)
  return (
    <>
      <div className="page-head">
        <h1>{t('investment')}</h1>
        <p className="facts">
          <span>
            <Meaning of="缺口" name={t('gaps')}>
              {t('gaps')}
            </Meaning>{' '}
            <b>{countGaps(open).open}</b>
          </span>
          {talks ? (
            <>
              <span>
                <Meaning of="对接" name={t('talking')}>
                  {t('talking')}
                </Meaning>{' '}
                <b>{contacts.data?.contacts}</b>
              </span>
              <span>
                {t('rejectedN')} <b>{contacts.data?.contacts_rejected}</b>
              </span>
            </>
          ) : (
            <span className="quiet">{t('contactsHidden')}</span>
          )}
        </p>
      </div>
      <Tabs
        activeKey={tab}
        onChange={(k) => place.set({ tab: k === 'gaps' ? undefined : k })}
        items={[
          {
            key: 'gaps',
            label: t('gapToFirms'),
            children: (
              <Region query={gaps} rows={8}>
                {(all) => (
                  <Candidates
                    gaps={all.filter((g) => open.includes(g) || g.id === idOf('gap', place.get('gap') ?? ''))}
                  />
                )}
              </Region>
            ),
          },
          { key: 'inputs', label: t('firmToInputs'), children: <Firms /> },
          talks && {
            key: 'board',
            label: (
              <>
                {t('board')} <span className="count">{contacts.data?.contacts}</span>
              </>
            ),
            children: <Board />,
          },
        ].filter((x) => x !== false)}
        destroyOnHidden
      />
    </>
  )
}

/** Local enterprises by what they lack, and what the chosen one needs. */
function Firms() {
  const { t } = useLang()
  const place = usePlace()
  const firms = useAll('/enterprises', { query: { reach: 'local', sort: '-missing,name' } })
  const text = place.get('q')?.toLowerCase() ?? ''
  return (
    <Region query={firms} rows={8}>
      {(all) => {
        const needing = all.filter((e) => e.inputs > 0)
        const shown = needing.filter((e) => (e.name + (e.short_name ?? '')).toLowerCase().includes(text))
        const chosen = needing.find((e) => e.id === idOf('enterprise', place.get('firm') ?? '')) ?? shown[0]
        return (
          <div className="split">
            <div>
              <Input
                aria-label={t('inFirms')}
                placeholder={t('inFirms')}
                allowClear
                value={place.get('q') ?? ''}
                onChange={(e) => place.set({ q: e.target.value || undefined }, true)}
              />
              <p className="quiet note" style={{ textAlign: 'right', margin: '6px 12px 0' }}>
                {t('missingOfAll')}
              </p>
              <ul className="firms">
                {shown.map((e) => (
                  <li key={e.id}>
                    <button
                      type="button"
                      aria-current={e === chosen}
                      className={e === chosen ? 'chosen' : undefined}
                      onClick={() => place.set({ firm: keyOf(e.id) }, true)}
                    >
                      <FirmName of={e} />{' '}
                      <span className="date">
                        {e.inputs_missing} / {e.inputs}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
              <p className="quiet note">{t('shown', shown.length, all.length)}</p>
            </div>
            {chosen ? (
              <div>
                <h2>
                  <Thing of={{ id: chosen.id, name: chosen.short_name || chosen.name }} />{' '}
                  <Levels levels={chosen.levels} />
                </h2>
                <Inputs id={chosen.id} />
              </div>
            ) : (
              <p className="empty">{t('noRows')}</p>
            )}
          </div>
        )
      }}
    </Region>
  )
}

function FirmName({ of: e }: { of: EnterpriseItem }) {
  const { lang } = useLang()
  return (
    <span className="cut-line">
      <b>{e.short_name || e.name}</b>
      <span className="sub cut-line">
        {series(
          lang,
          e.links.map((p) => label(lang, p.link)),
        )}
      </span>
    </span>
  )
}
