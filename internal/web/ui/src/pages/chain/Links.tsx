import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Structure } from '../../api/client'
import { Thing } from '../../app/link'
import { useGo } from '../../app/place'
import { useTerms } from '../../app/terms'
import { Writes } from '../../app/Writes'
import { dotted, label, series, useLang } from '../../i18n'
import { keyOf } from '../../ids'
import { Age, Sure } from '../../parts/facts/provenance'
import { Few } from '../../parts/few'
import { Kinds, Levels, StateTag } from '../../parts/marks'

const few = 3

const isMarket = (l: Structure['links'][number]) => l.coverage === 'market'

/** Every link of a chain, by stage. */
export function Links({
  structure,
  open,
  chosen,
}: {
  structure: Structure
  open: (id: string) => void
  chosen: string | undefined
}) {
  const { t, lang } = useLang()
  const go = useGo()
  return (
    <>
      <Writes need="graph.edit">
        <p className="section-head to-template">
          <Button icon={<EditOutlined />} onClick={() => go(`/chains/${keyOf(structure.chain.id)}/template`)}>
            {t('editTemplate')}
          </Button>
        </p>
      </Writes>
      <table className="grid links">
        <thead>
          <tr>
            <th scope="col">{t('links')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col" className="num">
              {t('necessity')}
            </th>
            <th scope="col">{t('products')}</th>
            <th scope="col">{t('localFirms')}</th>
            <th scope="col">{t('asOf')}</th>
          </tr>
        </thead>
        {structure.stages.map((stage) => {
          const links = structure.links.filter((l) => l.stage === stage.key)
          return (
            <tbody key={stage.key}>
              <tr className="group">
                <th colSpan={6} scope="colgroup">
                  {lang === 'en' ? stage.name_en : stage.name}{' '}
                  <span className="count">{links.length - links.filter(isMarket).length}</span>{' '}
                  {links.some(isMarket) && (
                    <span className="quiet note">{t('marketsBeside', links.filter(isMarket).length)} </span>
                  )}
                  <span className="quiet note">{dotted(lang, lang === 'en' ? stage.caption_en : stage.caption)}</span>
                </th>
              </tr>
              {links.map((l) => (
                <tr key={l.id} className={l.id === chosen ? 'chosen' : undefined}>
                  <th scope="row">
                    <button type="button" className="as-link" data-opens={l.id} onClick={() => open(l.id)}>
                      {label(lang, l)}
                    </button>
                    {l.chokepoint && <Kinds kinds={['chokepoint']} />}
                  </th>
                  <td>
                    <StateTag state={l.coverage} />
                  </td>
                  <td className="num">{isMarket(l) ? <span className="quiet">{t('noGapHere')}</span> : l.weight}</td>
                  <td
                    className="cut"
                    title={series(
                      lang,
                      l.products.map((p) => label(lang, p)),
                    )}
                  >
                    {series(
                      lang,
                      l.products.map((p) => label(lang, p)),
                    )}
                  </td>
                  <td>
                    <Local list={l.local} />
                  </td>
                  <td>
                    <Age date={l.data_as_of} />
                  </td>
                </tr>
              ))}
            </tbody>
          )
        })}
      </table>
    </>
  )
}

function Local({ list }: { list: Structure['links'][number]['local'] }) {
  const { t } = useLang()
  const words = useTerms()
  if (list.length === 0) return <span className="quiet">{t('unseen')}</span>
  return (
    <Few of={list} most={few}>
      {(p) => (
        <span className="firm">
          <Sure of={p}>
            <Thing of={p.enterprise} />
          </Sure>{' '}
          <Levels levels={p.levels} />{' '}
          {p.stage !== 'production' && <span className="step">{words('step', p.stage)}</span>}
        </span>
      )}
    </Few>
  )
}
