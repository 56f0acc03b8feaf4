import { Tabs } from 'antd'
import { useParams } from 'react-router'
import { useAll, useApi, useRevisionOf } from '../api/client'
import { late, useSoon } from '../app/late'
import { useOpening, usePlace } from '../app/place'
import { useTitle } from '../app/title'
import { label, useLang, type Word } from '../i18n'
import { Drawing } from '../parts/canvas/Drawing'
import { countGaps } from '../parts/gap/counts'
import { Region } from '../parts/region'
import { Drawings } from './chain/Drawings'
import { Filter, useFilter } from './chain/Filter'
import { Head } from './chain/Head'
import { SixOnes } from './chain/SixOnes'
import { Targets, useTargetCount } from './chain/Targets'

const GapDrawer = late('GapDrawer', () => import('../parts/gap/GapDrawer').then((m) => ({ default: m.GapDrawer })))
const LinkDrawer = late('LinkDrawer', () => import('./chain/LinkDrawer').then((m) => ({ default: m.LinkDrawer })))
const ChainGaps = late('ChainGaps', () => import('./chain/ChainGaps').then((m) => ({ default: m.ChainGaps })))
const WhatIf = late('WhatIf', () => import('./chain/WhatIf').then((m) => ({ default: m.WhatIf })))
const Links = late('Links', () => import('./chain/Links').then((m) => ({ default: m.Links })))
const Changes = late('Changes', () => import('../parts/record/Changes').then((m) => ({ default: m.Changes })))

export default function Chain() {
  const { lang } = useLang()
  const { key = '' } = useParams()
  const place = usePlace()
  useSoon(GapDrawer, LinkDrawer, ChainGaps, Links, WhatIf, Changes)
  const chain = useApi('/chains/{id}', { path: { id: key }, query: { as_of: place.get('as_of') } })
  useTitle(chain.data && label(lang, chain.data))
  return (
    <Region query={chain} rows={10}>
      {(c) => (
        <div className={place.get('gap') ? 'with-drawer wide' : place.get('link') ? 'with-drawer' : undefined}>
          <Head chain={c} />
          <SixOnes chain={c} />
          <Subjects chainKey={key} />
        </div>
      )}
    </Region>
  )
}

const tabs: Record<string, Word> = {
  links: 'links',
  gaps: 'gaps',
  targets: 'targets',
  whatif: 'whatIf',
  changes: 'changes',
}

/** Drawings, links, gaps, changes; the drawer of a link or gap beside any of them. */
function Subjects({ chainKey }: { chainKey: string }) {
  const { t } = useLang()
  const place = usePlace()
  const asOf = place.get('as_of')
  const structure = useApi('/chains/{id}/structure', { path: { id: chainKey }, query: { as_of: asOf } })
  const gaps = useAll('/gaps', { query: { chain: chainKey, as_of: asOf } })
  const revision = useRevisionOf('/gaps', { query: { chain: chainKey, as_of: asOf } })
  const targets = useTargetCount(chainKey)
  const order = structure.data?.links.map((l) => l.id) ?? []
  const gone = useAll('/gaps', { query: { chain: chainKey, as_of: asOf, gone: true } })
  const { opened, open } = useOpening('link')
  const gap = useOpening('gap')
  const tab = place.get('tab') ?? (gap.opened && 'gaps')
  useTitle(tab && tabs[tab] && t(tabs[tab]), 1)
  const { options } = useFilter('changes')
  return (
    <>
      <Tabs
        activeKey={tab ?? 'drawings'}
        onChange={(k) => place.set({ tab: k === 'drawings' ? undefined : k, gap: undefined })}
        destroyOnHidden
        items={[
          {
            key: 'drawings',
            label: t('drawings'),
            children: <Drawings chain={chainKey} chosen={opened} choose={open} />,
          },
          {
            key: 'links',
            label: (
              <>
                {t('links')}{' '}
                <span className="count">{structure.data?.links.filter((l) => l.coverage !== 'market').length}</span>
              </>
            ),
            children: <Region query={structure}>{(s) => <Links structure={s} open={open} chosen={opened} />}</Region>,
          },
          {
            key: 'gaps',
            label: (
              <>
                {t('gaps')} <span className="count">{gaps.data && countGaps(gaps.data).open}</span>
              </>
            ),
            children: (
              <Region query={gaps}>
                {(g) => (
                  <ChainGaps
                    chain={chainKey}
                    gaps={g}
                    gone={gone.data ?? []}
                    revision={revision}
                    opened={gap.opened}
                    open={gap.open}
                  />
                )}
              </Region>
            ),
          },
          {
            key: 'targets',
            label: (
              <>
                {t('targets')} <span className="count">{targets}</span>
              </>
            ),
            children: <Targets chain={chainKey} />,
          },
          { key: 'whatif', label: t('whatIf'), children: <WhatIf chain={chainKey} /> },
          {
            key: 'changes',
            label: t('changes'),
            children: (
              <Changes
                chain={chainKey}
                draw={(from, to) => (
                  <Drawing
                    kind="changes"
                    name={t('changes')}
                    chain={chainKey}
                    from={from}
                    to={to}
                    options={options}
                    filter={<Filter kind="changes" />}
                    chosen={opened}
                    choose={open}
                  />
                )}
              />
            ),
          },
        ]}
      />
      {gap.opened ? (
        <GapDrawer
          id={gap.opened}
          order={[...(gaps.data ?? []), ...(gone.data ?? [])].map((g) => g.id)}
          open={gap.open}
        />
      ) : (
        opened && <LinkDrawer id={opened} order={order} open={open} />
      )}
    </>
  )
}
