import { Segmented } from 'antd'
import { Navigate, useParams } from 'react-router'
import { useApi, type Enterprise as EnterpriseType, type Figure } from '../api/client'
import { Go, Thing } from '../app/link'
import { useAddress, usePlace } from '../app/place'
import { useNone, useSession } from '../app/session'
import { useMeta, useTerms } from '../app/terms'
import { useTitle } from '../app/title'
import { dotted, label, series, useLang } from '../i18n'
import { idOf, keyOf } from '../ids'
import { Drawing } from '../parts/canvas/Drawing'
import { Age, Source, Sure } from '../parts/facts/provenance'
import { ThingOf } from '../parts/facts/ThingOf'
import { Capacity } from '../parts/firms/Capacity'
import { Former } from '../parts/firms/Former'
import { Inputs } from '../parts/firms/Inputs'
import { Blank, Levels, StateTag, Unverified } from '../parts/marks'
import { Record } from '../parts/record/Record'
import { Region } from '../parts/region'

export default function Enterprise() {
  const { key = '' } = useParams()
  const query = useApi('/enterprises/{id}', { path: { id: key } })
  // One of the pool stands on no chain.
  if (query.error?.status === 404) return <ThingOf id={idOf('enterprise', key)} />
  return (
    <Region query={query} rows={10}>
      {(e) => <Stayed asked={key} of={e} />}
    </Region>
  )
}

/** The one that answered; where it was merged with the one that was asked for, under its own address. */
function Stayed({ asked, of: e }: { asked: string; of: EnterpriseType }) {
  const address = useAddress()
  if (idOf('enterprise', asked) !== e.id)
    return <Navigate replace to={address(`/enterprises/${encodeURIComponent(keyOf(e.id))}`)} />
  return <Profile of={e} />
}

function Profile({ of: e }: { of: EnterpriseType }) {
  useTitle(e.name)
  const { t } = useLang()
  const words = useTerms()
  const meta = useMeta()
  const needs = e.reach === 'local'
  const inputs = useApi('/enterprises/{id}/missing-inputs', { path: { id: e.id } }, needs)
  return (
    <>
      <div className="page-head">
        <p className="prefix">
          <Go to="/enterprises">{t('enterprises')}</Go> /
        </p>
        <h1>{e.name}</h1> <Levels levels={e.levels} /> {e.reach !== 'local' && <Unverified />}
        <span className="as-of">
          {t('asOf')} <Age date={e.data_as_of} />
        </span>
        <p className="facts">
          <span>{words('reach', e.reach)}</span>
          {e.place && (
            <span>
              {e.reach === 'local' ? t('place') : t(e.place.is === 'plant' ? 'plant' : 'seat')}{' '}
              <b>
                <Thing of={e.place} />
              </b>
            </span>
          )}
          {e.kind && <span>{words('enterprise_kind', e.kind)}</span>}
          <span>
            {t('links')} <b>{e.links.length}</b>
          </span>
          <span>
            {t('projects')} <b>{e.projects.length}</b>
          </span>
          <span>
            {t('sources')} <b>{e.sources}</b>
          </span>
        </p>
      </div>
      {(e.reach === 'local' || e.links.length > 0) && (meta?.diagrams.includes('supply') ?? true) && (
        <SupplyDrawing of={e} />
      )}
      <div className="columns">
        <div>
          <Positions of={e} />
          {needs && <EnterpriseInputs id={e.id} />}
          {/* What stands under a table that is not yet there would move. */}
          {!(needs && inputs.isPending) && (
            <>
              <Supply of={e} />
              <Projects of={e} />
            </>
          )}
        </div>
        <aside>
          <Identity of={e} />
          <section>
            <h2>
              {t('figures')} <span className="count">{e.figures.length}</span>
            </h2>
            {e.figures.length === 0 && <p className="quiet">{t('noData')}</p>}
            <Figures list={e.figures} />
            <Confidential of={[e, ...e.projects]} />
          </section>
          <section>
            <h2>
              {t('sources')} <span className="count">{e.source_list.length}</span>
            </h2>
            <ul className="lines">
              {e.source_list.map((s) => (
                <li key={s.source}>
                  <Source of={s} long />
                </li>
              ))}
            </ul>
          </section>
          <Former id={e.id} former={e.former_ids} />
          <Record id={e.id} />
        </aside>
      </div>
    </>
  )
}

/** Who supplies it and whom it supplies, as the server draws it; of several chains people choose which. */
function SupplyDrawing({ of: e }: { of: EnterpriseType }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const chains = e.links.map((p) => p.chain).filter((c, i, all) => all.findIndex((x) => x.id === c.id) === i)
  const chain = chains.find((c) => c.id === place.get('chain'))?.id
  return (
    <section>
      <Drawing
        kind="supply"
        name={t('draw_supply')}
        of={e.id}
        chain={chain}
        lead={
          <>
            <h2>{t('draw_supply')}</h2>
            {chains.length > 1 && (
              <Segmented
                aria-label={t('chain')}
                value={chain ?? ''}
                onChange={(to) => place.set({ chain: to || undefined }, true)}
                options={[
                  { value: '', label: t('mainChain') },
                  ...chains.map((c) => ({ value: c.id, label: label(lang, c) })),
                ]}
              />
            )}
          </>
        }
      />
    </section>
  )
}

function Positions({ of: e }: { of: EnterpriseType }) {
  const { t, lang } = useLang()
  const none = useNone()
  const words = useTerms()
  return (
    <section>
      <h2>
        {t('position')} <span className="count">{e.links.length}</span>
      </h2>
      {e.links.length === 0 ? (
        <p className="quiet">{t(none ?? 'noData')}</p>
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t('links')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col">{t('stage')}</th>
              <th scope="col">{t('note')}</th>
              <th scope="col">{t('source')}</th>
            </tr>
          </thead>
          <tbody>
            {e.links.map((p) => (
              <tr key={p.link.id}>
                <th scope="row">
                  <Thing of={p.link} /> <span className="quiet">{label(lang, p.chain)}</span>
                </th>
                <td>
                  <StateTag state={p.coverage} />{' '}
                  {p.sole && (
                    <span className="step" title={t('soleNote')}>
                      {t('onlyMaker')}
                    </span>
                  )}
                </td>
                <td>
                  <Sure of={p}>{dotted(lang, [words('role', p.role), words('step', p.stage)])}</Sure>
                </td>
                <td>
                  {p.capacity !== undefined && <Capacity of={p} />} {p.note}
                </td>
                <td>
                  <Source of={p} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet">
        {t('products')}
        {t('colon')}
        {e.products.length === 0 ? (
          <>
            {lang === 'en' ? e.products_inferred.text_en : e.products_inferred.text}{' '}
            <Blank of={t('products')} id={e.id} />
          </>
        ) : (
          series(
            lang,
            e.products.map((p) => label(lang, p)),
          )
        )}
      </p>
    </section>
  )
}

function Supply({ of: e }: { of: EnterpriseType }) {
  const { t } = useLang()
  return (
    <section>
      <h2>{t('supplyOnRecord')}</h2>
      <div className="flows">
        <Ties title={t('suppliers')} list={e.suppliers} />
        <Ties title={t('customers')} list={e.customers} />
      </div>
      {e.announced.length > 0 && <Ties title={t('announced')} list={e.announced} />}
    </section>
  )
}

function Ties({ title, list }: { title: string; list: EnterpriseType['suppliers'] }) {
  const { t } = useLang()
  const words = useTerms()
  return (
    <div>
      <span className="sub">
        {title} {list.length}
      </span>
      {list.length === 0 && <p className="quiet">{t('noEvidence')}</p>}
      <ul className="lines">
        {list.map((x) => (
          <li key={x.id + (x.standing ?? '')}>
            <Sure of={x}>
              <Thing of={x} />
            </Sure>{' '}
            {x.what} {x.standing && <span className="step">{words('standing', x.standing)}</span>}{' '}
            <span className="quiet">{x.note}</span> <Source of={x} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Projects({ of: e }: { of: EnterpriseType }) {
  const { t } = useLang()
  const none = useNone()
  const words = useTerms()
  return (
    <section>
      <h2>
        {t('projects')} <span className="count">{e.projects.length}</span>
      </h2>
      {e.projects.length === 0 && <p className="quiet">{t(none ?? 'noData')}</p>}
      {e.projects.map((p) => (
        <div key={p.id} className="project">
          <h3>
            <Thing of={p} /> <span className="step">{words('step', p.stage)}</span>{' '}
            {p.project_kind && <span className="quiet">{words('project_kind', p.project_kind)}</span>}
          </h3>
          <p className="quiet">
            {(['signed', 'start_due', 'started', 'trial', 'completed', 'produced', 'due', 'given_up'] as const)
              .filter((d) => p[d])
              .map((d) => (
                <span key={d}>
                  {t(`on_${d}`)} {p[d]}{' '}
                </span>
              ))}
            {p.progress} {p.note} <Source of={p} />
          </p>
          {(['run', 'signers', 'investors'] as const)
            .filter((party) => p[party].some((x) => x.id !== e.id) || (party !== 'run' && p[party].length > 0))
            .map((party) => (
              <p key={party} className="quiet">
                {t(`by_${party}`)}
                {t('colon')}
                {p[party].map((x) => (
                  <span key={x.id}>
                    <Thing of={x} />{' '}
                  </span>
                ))}
              </p>
            ))}
          <Figures list={p.figures} />
        </div>
      ))}
    </section>
  )
}

function Figures({ list }: { list: Figure[] }) {
  const words = useTerms()
  const { t } = useLang()
  return (
    <ul className="lines">
      {list.map((f) => (
        <li key={f.id}>
          {words('measure', f.measure)}{' '}
          {f.value !== undefined || !f.confidential ? (
            <>
              <b>{f.value}</b> {f.unit}
            </>
          ) : f.band ? (
            <>
              <b>{words('band', f.band)}</b> <span className="step">{t('bandOnly')}</span>
            </>
          ) : (
            <span className="quiet">{t('valueHidden')}</span>
          )}{' '}
          {f.value_kind && (
            <span className={f.value_kind === 'actual' ? 'step' : 'step planned'}>
              {words('value_kind', f.value_kind)}
            </span>
          )}{' '}
          <span className="quiet">
            {f.period} {f.text}
          </span>{' '}
          <Source of={f} />
        </li>
      ))}
    </ul>
  )
}

/** What is said of confidential figures: that they are bands here, or that it is on record who reads them. */
function Confidential({ of }: { of: { figures: Figure[] }[] }) {
  const { t } = useLang()
  const session = useSession()
  const secret = of.flatMap((x) => x.figures).filter((f) => f.confidential)
  if (secret.length === 0 || session?.mode !== 'accounts') return null
  const exact = secret.some((f) => f.value !== undefined || f.text)
  return <p className="quiet note">{t(exact ? 'figuresExact' : 'figuresBanded')}</p>
}

/** What the enterprise needs, missing ones first. */
function EnterpriseInputs({ id }: { id: string }) {
  const { t } = useLang()
  return (
    <section>
      <div className="section-head">
        <h2>{t('inputs')}</h2>
        <Go to={`/investment?tab=inputs&firm=${encodeURIComponent(keyOf(id))}`}>{t('findSuppliers')}</Go>
      </div>
      <Inputs id={id} />
    </section>
  )
}

/** A credit code with what is wrong with it by GB 32100. */
function CreditCode({ of: e }: { of: EnterpriseType }) {
  const { t, lang } = useLang()
  const fault = e.credit_fault
  return (
    <>
      {e.credit_code}{' '}
      {fault ? (
        <span className={fault.wrong ? 'trouble' : 'warning'}>{lang === 'en' ? fault.text_en : fault.text}</span>
      ) : (
        <span className="quiet">{t('creditOk')}</span>
      )}
    </>
  )
}

function Identity({ of: e }: { of: EnterpriseType }) {
  const { t, lang } = useLang()
  const words = useTerms()
  return (
    <section>
      <h2>{t('identity')}</h2>
      <dl className="pairs">
        <div>
          <dt>{t('creditCode')}</dt>
          <dd>{e.credit_code ? <CreditCode of={e} /> : <Blank of={t('creditCode')} id={e.id} />}</dd>
        </div>
        <div>
          <dt>{t('registered')}</dt>
          <dd>{e.registered ? <Thing of={e.registered} /> : <Blank of={t('registered')} id={e.id} />}</dd>
        </div>
        <div>
          <dt>{t('parent')}</dt>
          <dd>{e.parent ? <Thing of={e.parent} /> : <Blank of={t('parent')} id={e.id} />}</dd>
        </div>
        {e.listed_code && (
          <div>
            <dt>{t('listedCode')}</dt>
            <dd>{e.listed_code}</dd>
          </div>
        )}
        {e.aliases.length > 0 && (
          <div>
            <dt>{t('aliases')}</dt>
            <dd>{series(lang, e.aliases)}</dd>
          </div>
        )}
        {e.subsidiaries.length > 0 && (
          <div>
            <dt>{t('subsidiaries')}</dt>
            <dd>
              {e.subsidiaries.map((s) => (
                <span key={s.id}>
                  <Thing of={s} />{' '}
                </span>
              ))}
            </dd>
          </div>
        )}
        {e.records.length > 0 && (
          <div>
            <dt>{t('records')}</dt>
            <dd>
              {e.records.map((r) => (
                <span key={r.id}>
                  <Sure of={r}>
                    <Thing of={r} />
                  </Sure>{' '}
                  <span className="quiet">
                    {words('twin_method', r.method)} {r.shared}
                  </span>{' '}
                  <Source of={r} />{' '}
                </span>
              ))}
            </dd>
          </div>
        )}
        {e.note && (
          <div>
            <dt>{t('note')}</dt>
            <dd>{e.note}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}
