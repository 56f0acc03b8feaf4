import { Select } from 'antd'
import { useAll, type Chain } from '../../api/client'
import { pageOf, useGo } from '../../app/place'
import { dotted, label, useLang } from '../../i18n'
import { keyOf } from '../../ids'
import { Meaning } from '../../parts/answers/meaning'
import { useWhy, Why, type Asked } from '../../parts/answers/why'
import { Fresh } from '../../parts/facts/Fresh'
import { Age, Source } from '../../parts/facts/provenance'
import { StatesOf } from '../../parts/facts/StatesOf'
import { kindName, kinds } from '../../parts/gap/counts'
import { Unverified } from '../../parts/marks'
import { SpanBar, SpanWords } from '../../parts/span'

/** Kinds of gaps that are counted, each with its rule. */
const counted: [rule: string, kind: (typeof kinds)[number]][] = [
  ['G-1', 'missing'],
  ['G-2', 'weak'],
  ['G-3', 'chokepoint'],
  ['G-4', 'blocked'],
]

const percent = (v: number) => `${Math.round(v * 100)}%`

/** Two lines: the chain, which can be changed here, and its numbers, each of which answers why. */
export function Head({ chain: c }: { chain: Chain }) {
  const { t, lang } = useLang()
  const go = useGo()
  const all = useAll('/chains', {})
  return (
    <div className="page-head">
      <h1 className={c.provisional ? 'unsure' : undefined}>{label(lang, c)}</h1>
      <Select
        className="switch"
        variant="borderless"
        aria-label={t('allChains')}
        value={c.id}
        popupMatchSelectWidth={false}
        onChange={(id) => go(pageOf(id))}
        options={(all.data ?? [{ id: c.id, name: c.name, name_en: c.name_en ?? '' }]).map((x) => ({
          value: x.id,
          label: label(lang, x),
        }))}
      />
      {c.provisional && <Unverified />}
      <span className="as-of">
        {t('asOf')} <Age date={c.data_as_of} /> <Fresh chain={c.id} />
      </span>
      {c.provisional && c.reason && (
        <p className="reason">
          {c.reason} <Source of={c.provenance} long />
        </p>
      )}
      <Facts chain={c} />
    </div>
  )
}

function Facts({ chain: c }: { chain: Chain }) {
  const { t, lang } = useLang()
  const x = c.completeness
  const completeness: Asked = { path: '/chains/{id}/why', ids: { id: keyOf(c.id) } }
  const why = useWhy(completeness)
  const spare = why.data?.beside[0]
  return (
    <p className="facts">
      <span>
        <Why
          of={completeness}
          name={t('completeness')}
          known={x.data_coverage}
          head={() => <StatesOf chain={keyOf(c.id)} />}
        >
          {t('completeness')}
        </Why>{' '}
        <b>{percent(x.value)}</b>{' '}
        <span className="quiet">
          <SpanWords of={x} /> <SpanBar of={x} />{' '}
          {dotted(lang, [t('originalsReposts', x.originals, x.reposts), t('dataShare', percent(x.data_coverage))])}
        </span>
      </span>
      {spare && (
        <span>
          <Why of={completeness} name={t('worstStop')} pick={(e) => e.beside[0]} known={x.data_coverage}>
            {t('worstStop')}
          </Why>{' '}
          <b>{t('leftOver', percent(spare.value))}</b>
        </span>
      )}
      <span>
        {t('links')} <b>{x.total}</b>
      </span>
      <span>
        <Meaning of="缺口" name={t('gaps')}>
          {t('gaps')}
        </Meaning>{' '}
        <b>{c.gaps_total}</b>
      </span>
      {counted
        .filter(([, kind]) => kind !== 'blocked' || c.gaps[kind])
        .map(([rule, kind]) => (
          <span key={kind}>
            <Meaning of={rule} name={t(kindName[kind])}>
              {t(kindName[kind])}
            </Meaning>{' '}
            <b>{c.gaps[kind] ?? 0}</b>
          </span>
        ))}
      <span>
        <Meaning of="查过" name={t('searchedOf')}>
          {t('searchedOf')}
        </Meaning>{' '}
        <b>
          {c.gaps_searched}/{c.gaps.missing ?? 0}
        </b>
      </span>
      <span>
        {t('localFirms')} <b>{c.enterprises}</b>
      </span>
    </p>
  )
}
