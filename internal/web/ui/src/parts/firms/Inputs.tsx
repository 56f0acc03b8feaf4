import { Button } from 'antd'
import { Fragment } from 'react'
import { useApi, type Input } from '../../api/client'
import { Go, Thing } from '../../app/link'
import { late, useSoon } from '../../app/late'
import { useNone } from '../../app/session'
import { pageOf, usePlace } from '../../app/place'
import { useCity, useTerms } from '../../app/terms'
import { label, series, useLang } from '../../i18n'
import { Few } from '../few'
import { StateTag, Unverified } from '../marks'
import { Region } from '../region'

const CandidatesOfGap = late('CandidatesOfGap', () =>
  import('./CandidatesOfGap').then((m) => ({ default: m.CandidatesOfGap })),
)

/**
 * What an enterprise needs by the templates of its chains: who delivers it here, in the circle, and who makes it
 * elsewhere; of what is missing, the candidates of its gap.
 */
export function Inputs({ id }: { id: string }) {
  const { t } = useLang()
  const words = useTerms()
  const city = useCity()
  const none = useNone()
  useSoon(CandidatesOfGap)
  const place = usePlace()
  const inputs = useApi('/enterprises/{id}/missing-inputs', { path: { id } })
  return (
    <Region query={inputs} rows={6}>
      {(x) =>
        x.total === 0 ? (
          <p className="quiet">{t(none ?? 'noInputs')}</p>
        ) : (
          <>
            <p>
              {t('inputsLine', x.total, x.items.length)}{' '}
              <span className="quiet">{t('inputsNote', city, words('reach', 'circle'))}</span> <Unverified />
            </p>
            <table className="grid inputs">
              <thead>
                <tr>
                  <th scope="col">{t('inputs')}</th>
                  <th scope="col">{t('state')}</th>
                  <th scope="col">{t('localCol')}</th>
                  <th scope="col">{t('circleCol')}</th>
                  <th scope="col">{t('makersCol')}</th>
                  <th scope="col">{t('gapCol')}</th>
                </tr>
              </thead>
              <tbody>
                {[...x.items, ...x.supplied].map((i) => {
                  const opened = i.gap !== undefined && place.get('input') === i.id
                  return (
                    <Fragment key={i.id}>
                      <Row
                        of={i}
                        opened={opened}
                        toggle={() =>
                          place.set({ input: opened ? undefined : i.id, candidate: undefined, from: undefined }, true)
                        }
                      />
                      {opened && i.gap && (
                        <tr className="opened">
                          <td colSpan={6}>
                            <CandidatesOfGap id={i.gap} />
                          </td>
                        </tr>
                      )}
                    </Fragment>
                  )
                })}
              </tbody>
            </table>
            <p className="quiet note">
              <Line firm /> {t('onRecordLine')}　<Line /> {t('possibleLine')}
            </p>
          </>
        )
      }
    </Region>
  )
}

/** Whether a candidate may stand among the makers further away: what it makes fits, and it is neither here nor near. */
const elsewhere = (c: Input['candidates'][number]) => c.fits && c.reach !== 'local' && c.reach !== 'circle'

/** Solid for supply on record, dashed for what merely could be. */
function Line({ firm = false }: { firm?: boolean }) {
  return <span className={firm ? 'line firm-line' : 'line'} aria-hidden="true" />
}

function Row({ of: i, opened, toggle }: { of: Input; opened: boolean; toggle: () => void }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const missing = !i.own && i.local.length + i.circle.length === 0
  const makers = [
    ...i.makers.map((m) => ({ id: m.id, name: m.name })),
    ...i.candidates.filter(elsewhere).map((c) => ({ id: c.id, name: c.short_name || c.name })),
  ].filter((m, n, all) => all.findIndex((o) => o.id === m.id) === n)
  return (
    <tr>
      <th scope="row">
        <b>
          <Thing of={i} />
        </b>{' '}
        {i.possible && <span className="step">{t('possible')}</span>}
        <span className="sub">
          {i.products.length > 0
            ? series(
                lang,
                i.products.map((p) => label(lang, p)),
              )
            : `${t('named', t('forWhat'))}${series(
                lang,
                i.for.map((p) => label(lang, p)),
              )}`}
        </span>
      </th>
      <td>{i.coverage && <StateTag state={i.coverage} />}</td>
      <td>{i.own ? t('ownMake') : <Suppliers list={i.local} />}</td>
      <td>{i.own && i.circle.length === 0 ? '–' : <Suppliers list={i.circle} />}</td>
      <td>
        {makers.length === 0 ? (
          <span className="quiet">{missing ? t('unseen') : '–'}</span>
        ) : (
          <Few of={makers} most={4} between={t('and')}>
            {(m) => <span className="unsure">{m.name}</span>}
          </Few>
        )}
      </td>
      <td>
        {i.gap ? (
          <>
            <Go to={pageOf(i.gap)}>{words('gap_status', i.gap_status ?? '')}</Go>
            {missing && (
              <>
                {' '}
                <Button
                  size="small"
                  aria-expanded={opened}
                  aria-label={`${t('candidate')} ${label(lang, i)}`}
                  onClick={toggle}
                >
                  {t('candidate')}
                </Button>
              </>
            )}
          </>
        ) : (
          <span className="quiet">–</span>
        )}
      </td>
    </tr>
  )
}

function Suppliers({ list }: { list: Input['local'] }) {
  const { t } = useLang()
  const words = useTerms()
  if (list.length === 0) return <span className="quiet">{t('unseen')}</span>
  return (
    <Few of={list} most={3}>
      {(s) => (
        <div className="supplier">
          <Line firm={s.evidenced} /> <Thing of={s} />{' '}
          {s.stage && !['production', 'unknown'].includes(s.stage) && (
            <span className="step">{words('step', s.stage)}</span>
          )}
        </div>
      )}
    </Few>
  )
}
