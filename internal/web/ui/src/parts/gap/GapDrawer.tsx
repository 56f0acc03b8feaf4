import { Drawer } from 'antd'
import { useApi, type GapWhole } from '../../api/client'
import { Go, Thing } from '../../app/link'
import { pageOf, usePlace } from '../../app/place'
import { useMay } from '../../app/session'
import { useTerms } from '../../app/terms'
import { useTitle } from '../../app/title'
import { useWrites, Writes } from '../../app/Writes'
import { dotted, label, series, useLang } from '../../i18n'
import { keyOf } from '../../ids'
import { Answers } from '../answers/Answers'
import { PartsTable } from '../answers/partsTable'
import { Why, type Asked } from '../answers/why'
import { AddProject } from '../edit/forms'
import { DrawerTools, useDrawerKeys, type Ways } from '../drawer'
import { Facts } from '../facts/Facts'
import { Restrictions } from '../facts/Restrictions'
import { Age } from '../facts/provenance'
import { Few } from '../few'
import { Firms } from '../firms/Firms'
import { Due, Kinds, StateTag, StatusBar } from '../marks'
import { Record } from '../record/Record'
import { Region } from '../region'
import { Comments } from './Comments'
import { Decision } from './Decision'
import { Searches } from './Searches'
import { settled } from './settled'

/** A gap at the right of the list it is in: why, what it affects, who could fill it, what people decided of it. */
export function GapDrawer({
  id,
  order,
  open,
}: {
  id: string
  /** The gaps as the list shows them. */
  order: string[]
  open: (id: string | undefined) => void
}) {
  const { lang } = useLang()
  const place = usePlace()
  const gap = useApi('/gaps/{id}', { path: { id }, query: { as_of: place.get('as_of') } })
  const ways = useDrawerKeys(id, order, open)
  useTitle(gap.data && label(lang, gap.data), 2)
  return (
    <Drawer
      open
      mask={false}
      size={524}
      rootClassName="beside"
      closable={false}
      onClose={ways.close}
      title={null}
      aria-label={gap.data ? label(lang, gap.data) : ''}
    >
      <Region query={gap} rows={10}>
        {(g) => <Content gap={g} ways={ways} />}
      </Region>
    </Drawer>
  )
}

function Content({ gap: g, ways }: { gap: GapWhole; ways: Ways }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const decides = useWrites('gap.decide')
  const talks = useMay()('contact.read')
  const why: Asked = { path: '/gaps/{id}/why', ids: { id: g.id } }
  return (
    <article className="drawer">
      <header>
        <h2>
          {label(lang, g)}{' '}
          {g.standing ? (
            <Kinds kinds={g.kinds} />
          ) : (
            <>
              <span className="step">{t('lapsed')}</span>{' '}
              <span className="quiet note">
                {t('wasKinds')}{' '}
                {series(
                  lang,
                  g.kinds.map((k) => words('gap_kind', k)),
                )}
              </span>
            </>
          )}
        </h2>
        <DrawerTools {...ways} />
        <p className="quiet">
          <Thing of={g.chain} />
          {t('dot')}
          {dotted(lang, [words('stage', g.stage), `${t('necessity')} ${g.necessity}`])}{' '}
          <StateTag state={g.coverage} />{' '}
        </p>
        <p className="handling">
          <StatusBar status={g.status} /> <b>{words('gap_status', g.status)}</b>{' '}
          {g.still && <span className="step">{lang === 'en' ? g.still.text_en : g.still.text}</span>}{' '}
          <span>
            <span className="quiet">{t('owner')}</span> {g.owner ?? <span className="quiet">{t('notAssigned')}</span>}
          </span>{' '}
          <span>
            <span className="quiet">{t('due')}</span>{' '}
            <Due date={g.due} over={!g.standing || settled.includes(g.status)} />
          </span>
        </p>
      </header>
      <section>
        <h3>{g.standing ? t('whyGap', words('gap_kind', g.kind)) : t('whyLapsed')}</h3>
        <dl className="chain-of-reasons">
          <div>
            <dt>{t('rule')}</dt>
            <dd>
              {g.reason.rule} <p>{lang === 'en' ? g.reason.text_en : g.reason.text}</p>
            </dd>
          </div>
          <div>
            <dt>{t('fact')}</dt>
            <dd>
              <Facts facts={g.reason.facts} />
            </dd>
          </div>
          <div>
            <dt>{t('trust')}</dt>
            <dd>
              {t('dataShare', `${Math.round(g.data_coverage * 100)}%`)}
              {t('comma')}
              {t('asOf')} <Age date={g.data_as_of} />
              {t('stop')}
              {t('notNone')}
            </dd>
          </div>
        </dl>
      </section>
      <Restrictions list={g.restrictions} />
      {g.standing && (
        <Writes need="graph.edit">
          <p className="row">
            <AddProject link={g.link} />
          </p>
        </Writes>
      )}
      {g.standing && (
        <>
          <section>
            <h3>
              <Why of={why} name={t('weight')} known={g.data_coverage}>
                {t('parts')}
              </Why>{' '}
              <span className="count">{g.weight.toFixed(1)}/100</span>
            </h3>
            <PartsTable parts={g.parts} why={why} known={g.data_coverage} />
          </section>
          <section>
            <h3>{t('effect')}</h3>
            {g.what_if && <p>{lang === 'en' ? g.what_if.text_en : g.what_if.text}</p>}
            <p className="path">
              <Thing of={g.link} />
              {g.affected.links.length > 0 && ' → '}
              <Few of={g.affected.links} most={4} between={t('and')}>
                {(l) => <Thing of={l} />}
              </Few>
            </p>
            <p>
              <Few of={g.affected.enterprises} between={t('and')}>
                {(e) => <Thing of={e} />}
              </Few>
            </p>
            <p>
              <Go to={`${pageOf(g.link.id)}&drawing=impact`}>{t('showDrawing')}</Go>
            </p>
          </section>
          <Firms title={t('makers')} list={g.candidates} none={t('noData')} />
          <p className="after">
            <Go to={`/investment?gap=${encodeURIComponent(keyOf(g.id))}`}>{t('toInvestment')}</Go>
          </p>
        </>
      )}
      <Answers answers={g.answers} />
      <Decision key={`decide ${g.id}`} gap={g} readOnly={!decides} />
      {g.standing && g.kind === 'missing' && <Searches key={`search ${g.id}`} gap={g} readOnly={!decides} />}
      <Comments key={`comment ${g.id}`} gap={g} readOnly={!decides} shown={talks} />
      <Record id={g.id} />
    </article>
  )
}
