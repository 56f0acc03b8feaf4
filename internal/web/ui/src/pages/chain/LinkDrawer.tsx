import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useApi, type Link } from '../../api/client'
import { Thing } from '../../app/link'
import { pageOf, useGo, usePlace } from '../../app/place'
import { useMeta, useTerms } from '../../app/terms'
import { useTitle } from '../../app/title'
import { dotted, label, series, useLang } from '../../i18n'
import { Answers } from '../../parts/answers/Answers'
import { Meaning } from '../../parts/answers/meaning'
import { PartsTable } from '../../parts/answers/partsTable'
import { Why, type Asked } from '../../parts/answers/why'
import { DrawerTools, useDrawerKeys, type Ways } from '../../parts/drawer'
import { Facts } from '../../parts/facts/Facts'
import { Age, Source } from '../../parts/facts/provenance'
import { Restrictions } from '../../parts/facts/Restrictions'
import { Firms } from '../../parts/firms/Firms'
import { Kinds, Mark, StateTag } from '../../parts/marks'
import { Record } from '../../parts/record/Record'
import { Region } from '../../parts/region'
import { Suppliers } from './Suppliers'

/**
 * A link at the right: why it is in its state, who works on it, what feeds it, what breaks, who could make it,
 * sources, record.
 */
export function LinkDrawer({
  id,
  order,
  open,
}: {
  id: string
  order: string[]
  open: (id: string | undefined) => void
}) {
  const place = usePlace()
  const link = useApi('/links/{id}', { path: { id }, query: { as_of: place.get('as_of') } })
  const { lang } = useLang()
  const ways = useDrawerKeys(id, order, open)
  useTitle(link.data && label(lang, link.data), 2)
  return (
    <Drawer
      open
      mask={false}
      size={456}
      rootClassName="beside"
      closable={false}
      onClose={ways.close}
      title={null}
      aria-label={link.data ? label(lang, link.data) : ''}
    >
      <Region query={link} rows={10}>
        {(l) => <Content link={l} ways={ways} />}
      </Region>
    </Drawer>
  )
}

function Content({ link: l, ways }: { link: Link; ways: Ways }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const go = useGo()
  const place = usePlace()
  const meta = useMeta()
  const criticality: Asked = { path: '/links/{id}/why', ids: { id: l.id } }
  const [copied, setCopied] = useState(false)
  return (
    <article className="drawer">
      <header>
        <h2>
          {label(lang, l)} <StateTag state={l.coverage} />
        </h2>
        <DrawerTools {...ways} />
        <p className="quiet">
          {dotted(lang, [
            label(lang, l.chain_ref),
            words('stage', l.stage),
            l.weight > 0 && `${t('necessity')} ${l.weight}`,
            t('asOf'),
          ])}{' '}
          <Age date={l.data_as_of} />
        </p>
      </header>
      <section>
        <h3>{t('whyState', words('coverage', l.coverage))}</h3>
        <p>{lang === 'en' ? l.why.text_en : l.why.text}</p>
        <p className="quiet">
          {t('rule')}{' '}
          <Meaning of={l.why.rule} name={`${t('rule')} ${l.why.rule}`}>
            {l.why.rule}
          </Meaning>{' '}
          {l.sole && <span className="step">{t('onlyMaker')}</span>}{' '}
          {l.chokepoint && <Kinds kinds={['chokepoint']} />}
        </p>
        <Facts facts={l.why.facts} />
      </section>
      <Restrictions list={l.restrictions} />
      <section>
        <h3>
          <Why of={criticality} name={t('criticality')} known={l.data_coverage}>
            {t('criticality')}
          </Why>{' '}
          <span className="count">{l.criticality.score.toFixed(1)}/100</span>
        </h3>
        <PartsTable parts={l.criticality.parts} why={criticality} known={l.data_coverage} />
      </section>
      <Firms title={t('localFirms')} list={l.local} none={t('unseen')} />
      {l.traders.length > 0 && <Firms title={t('traders')} list={l.traders} none="" />}
      <section>
        <h3>{t('flows')}</h3>
        <div className="flows">
          <Flow title={t('fedBy')} list={l.fed_by} into own={l.chain} />
          <Flow title={t('feeds')} list={l.feeds} own={l.chain} />
        </div>
        <p>
          {lang === 'en' ? l.criticality.effect.text_en : l.criticality.effect.text}{' '}
          {meta?.diagrams.includes('impact') && (
            <button
              type="button"
              className="as-link"
              onClick={() => place.set({ tab: undefined, drawing: 'impact' })}
            >
              {t('showDrawing')}
            </button>
          )}
        </p>
      </section>
      <section>
        <h3>{t('products')}</h3>
        <p>
          {series(
            lang,
            l.products.map((p) => label(lang, p)),
          )}
        </p>
        {l.technologies.length > 0 && (
          <p className="quiet">
            {t('technologies')}
            {t('colon')}
            {series(
              lang,
              l.technologies.map((x) => label(lang, x)),
            )}
          </p>
        )}
      </section>
      <Firms title={t('makers')} list={l.makers} none={t('noData')} />
      <Suppliers link={l.id} />
      <Answers answers={l.answers} />
      <section>
        <h3>
          {t('sources')} <span className="count">{l.sources.length}</span>
        </h3>
        <ul className="lines">
          {l.sources.map((s) => (
            <li key={s.source}>
              <Source of={s} long />
            </li>
          ))}
        </ul>
      </section>
      <Record id={l.id} />
      <footer>
        {l.gap && (
          <Button type="primary" onClick={() => go(pageOf(l.gap!))}>
            {t('toGap')}
          </Button>
        )}
        <Button
          onClick={() => {
            void navigator.clipboard?.writeText(window.location.href).then(() => setCopied(true))
          }}
        >
          {copied ? t('copied') : t('copyLink')}
        </Button>
      </footer>
    </article>
  )
}

function Flow({ title, list, own, into }: { title: string; list: Link['feeds']; own: string; into?: boolean }) {
  const { t, lang } = useLang()
  const words = useTerms()
  return (
    <div>
      <span className="sub">
        {title} {list.length}
      </span>
      <ul className="lines">
        {list.map((n) => (
          <li key={n.link.id}>
            <Mark state={n.coverage} /> <Thing of={n.link} />{' '}
            {n.chain.id !== own && <span className="quiet">{label(lang, n.chain)}</span>}
            {n.kind !== 'recurrent' && <span className="step">{words('feed_kind', n.kind)}</span>}
            {n.possible && <span className="step">{t('possible')}</span>}
            {into && n.any_of && <span className="step">{t('anyOf')}</span>}
            {n.evidenced && <span className="step">{t('evidenced')}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
