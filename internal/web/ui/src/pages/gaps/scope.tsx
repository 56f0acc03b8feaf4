import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { useAll, type Gap } from '../../api/client'
import { usePlace } from '../../app/place'
import { label, useLang } from '../../i18n'
import { keyOf } from '../../ids'
import { machine } from '../../memory'
import { countGaps } from '../../parts/gap/counts'

const remembered = 'my-chains'
const city = 'all'

export type Scope = {
  /** Keys of the chains that are shown; undefined: those of the whole city. */
  chains: string[] | undefined
  /** Whether they are the reader's own. */
  own: boolean
  mine: string[]
  setMine: (keys: string[]) => void
}

/**
 * Of which chains gaps are shown. Chains that a reader has chosen once come first; which are shown stands in the
 * address, so that whoever gets it sees the same. One chain that is asked for, or a gap of another one, goes before.
 */
export function useScope(): Scope {
  const place = usePlace()
  const [mine, keep] = useState(() => (machine.get(remembered) ?? '').split(',').filter(Boolean))
  const asked = place.get('chains')
  const one = place.get('chain')
  const gap = place.get('gap')?.split('/')[0]
  const first = mine.length > 0 && (gap === undefined || mine.includes(gap)) ? mine.join() : city
  const shown = asked ?? first
  const write = asked === undefined && one === undefined && mine.length > 0
  useEffect(() => {
    if (write) place.set({ chains: first }, true)
  }, [write, first])
  return {
    chains: one ? [one] : shown === city ? undefined : shown.split(','),
    own: !one && shown === mine.join(),
    mine,
    setMine: (keys) => {
      machine.set(remembered, keys.join())
      keep(keys)
      place.set({ chains: keys.length > 0 ? keys.join() : city, chain: undefined }, true)
    },
  }
}

/** Whether a gap is in it. */
export const inScope = ({ chains }: Pick<Scope, 'chains'>, g: Gap) =>
  chains === undefined || chains.includes(keyOf(g.chain.id))

/** Chooses between one's own chains, those of the address, and the whole city. */
export function ScopeSwitch({ of: scope, gaps }: { of: Scope; gaps: Gap[] }) {
  const { t } = useLang()
  const place = usePlace()
  const count = (chains: string[] | undefined) => countGaps(gaps.filter((g) => inScope({ chains }, g))).open
  const given = place.get('chain') === undefined && !scope.own ? scope.chains : undefined
  const options = [
    ...(scope.mine.length > 0 ? [{ value: scope.mine.join(), label: `${t('myChains')} ${count(scope.mine)}` }] : []),
    ...(given ? [{ value: given.join(), label: `${t('theseChains')} ${count(given)}` }] : []),
    { value: city, label: `${t('wholeCity')} ${count(undefined)}` },
  ]
  return (
    <span className="scope">
      {options.length > 1 && (
        <Segmented
          aria-label={t('chain')}
          value={place.get('chain') ? '' : (scope.chains?.join() ?? city)}
          onChange={(chains) => place.set({ chains, chain: undefined })}
          options={options}
        />
      )}
      <Popover trigger="click" placement="bottomLeft" content={<Mine of={scope} />}>
        <Button icon={<SettingOutlined />} aria-label={t('setMyChains')}>
          {scope.mine.length === 0 && t('setMyChains')}
        </Button>
      </Popover>
    </span>
  )
}

function Mine({ of: scope }: { of: Scope }) {
  const { t, lang } = useLang()
  const chains = useAll('/chains', {})
  return (
    <div className="mine">
      <Checkbox.Group
        className="stacked"
        aria-label={t('setMyChains')}
        value={scope.mine}
        onChange={(keys) => scope.setMine(keys)}
        options={(chains.data ?? []).map((c) => ({ value: keyOf(c.id), label: label(lang, c) }))}
      />
      <p className="quiet note">{t('myChainsNote')}</p>
    </div>
  )
}
