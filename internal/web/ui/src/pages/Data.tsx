import { Tabs } from 'antd'
import { usePlace } from '../app/place'
import { useMay, type Permission } from '../app/session'
import { useTitle } from '../app/title'
import { useApi } from '../api/client'
import { useLang, type Word } from '../i18n'
import { Import } from './data/import/Import'
import { Lists } from './data/Lists'
import { Overview } from './data/Overview'
import { Quality } from './data/Quality'
import { Pairs } from './data/Pairs'
import { Sent } from './data/Sent'

/** The tabs in their order, by what the address calls them, each with what one must may to see it. */
const tabs: { key: string; word: Word; need?: Permission; Page: () => React.ReactNode }[] = [
  { key: 'overview', word: 'dataOverview', Page: Overview },
  { key: 'lists', word: 'lists', Page: Lists },
  { key: 'import', word: 'importTab', need: 'import.apply', Page: Import },
  { key: 'quality', word: 'quality', Page: Quality },
  { key: 'pairs', word: 'pairs', need: 'graph.edit', Page: Pairs },
  { key: 'sent', word: 'sentTab', need: 'import.apply', Page: Sent },
]

/** 数据: what is here, how good it is, and how what is lacking gets in. */
export default function Data() {
  const { t } = useLang()
  const place = usePlace()
  const may = useMay()
  const open = tabs.filter(({ need }) => !need || may(need))
  const tab = open.find(({ key }) => key === place.get('tab')) ?? open[0]!
  useTitle(t('dataPage'))
  useTitle(t(tab.word), 1)
  return (
    <>
      <div className="page-head">
        <h1>{t('dataPage')}</h1>
        <Head />
      </div>
      <Tabs
        activeKey={tab.key}
        onChange={(key) =>
          place.set({
            tab: key === 'overview' ? undefined : key,
            list: undefined,
            check: undefined,
            column: undefined,
          })
        }
        items={open.map(({ key, word, Page }) => ({ key, label: t(word), children: <Page /> }))}
        destroyOnHidden
      />
    </>
  )
}

/** The numbers of the whole, each as it stands below. */
function Head() {
  const { t } = useLang()
  const q = useApi('/quality', {}).data
  const of = (key: string) => q?.sorts.find((x) => x.of === key)
  const positions = of('positions')
  if (!q || !positions) return null
  return (
    <p className="facts">
      <span>
        {t('firmsHere')} <b>{of('enterprises')?.count}</b>
      </span>
      <span>
        {t('positionsOf')} <b>{positions.count}</b>
      </span>
      <span>
        {t('positionsUnverified')} <b>{positions.unverified}</b>
      </span>
      <span>
        {t('toFill')} <b>{q.blank}</b>
      </span>
      {positions.oldest && (
        <span>
          {t('oldestPosition')} <b>{positions.oldest}</b>
        </span>
      )}
    </p>
  )
}
