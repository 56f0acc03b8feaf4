import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input, Segmented, Select } from 'antd'
import { read, type Answer, type Problem } from '../api/client'
import { Thing } from '../app/link'
import { usePlace } from '../app/place'
import { useTerms } from '../app/terms'
import { useTitle } from '../app/title'
import { label, series, useLang } from '../i18n'
import { AddEnterprise } from '../parts/edit/forms'
import { Home } from '../parts/firms/Home'
import { ChainFilter } from '../parts/chainFilter'
import { Age } from '../parts/facts/provenance'
import { Few } from '../parts/few'
import { Levels, Mark, Unverified } from '../parts/marks'
import { More } from '../parts/more'
import { Empty, Failure, Waiting } from '../parts/region'

const reaches = ['local', 'circle', 'province', 'country'] as const

export default function Enterprises() {
  const { t, lang } = useLang()
  useTitle(t('enterprises'))
  const words = useTerms()
  const place = usePlace()
  const reach = place.get('reach') === 'any' ? 'any' : (reaches.find((r) => r === place.get('reach')) ?? 'local')
  const query = {
    chain: place.get('chain'),
    reach: reach === 'any' ? undefined : reach,
    q: place.get('q'),
    sort: place.get('sort'),
    as_of: place.get('as_of'),
  }
  const list = useInfiniteQuery<Answer<'/enterprises'>, Problem>({
    queryKey: ['enterprises', query],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      read('/enterprises', { query: { ...query, cursor: String(pageParam) } }, signal),
    getNextPageParam: (last) => last.next,
    placeholderData: (old) => old,
  })
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const total = list.data?.pages[0]?.total
  return (
    <>
      <div className="page-head">
        <h1>
          {t('enterprises')} <span className="count">{total}</span>
        </h1>
        <span className="page-act">
          <AddEnterprise />
        </span>
      </div>
      <div className="filters">
        <Segmented
          aria-label={t('reach')}
          value={reach}
          onChange={(v) => place.set({ reach: v === 'local' ? undefined : v })}
          options={[
            ...reaches.map((r) => ({ value: r, label: words('reach', r) })),
            { value: 'any', label: t('everywhere') },
          ]}
        />
        <ChainFilter />
        <Input
          aria-label={t('filterFirm')}
          placeholder={t('filterFirm')}
          allowClear
          value={place.get('q') ?? ''}
          onChange={(e) => place.set({ q: e.target.value || undefined }, true)}
          style={{ width: 180 }}
        />
        <Select
          aria-label={t('name')}
          value={place.get('sort') ?? ''}
          onChange={(v) => place.set({ sort: v || undefined })}
          options={[
            { value: '', label: t('position') },
            { value: 'name', label: t('name') },
          ]}
        />
      </div>
      {list.isError && <Failure problem={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={12} />}
      {list.isSuccess && items.length === 0 && (
        <Empty>
          <p>{t('noRows')}</p>
          <Button onClick={() => place.set({ chain: undefined, q: undefined, reach: undefined })}>
            {t('clearFilter')}
          </Button>
        </Empty>
      )}
      {items.length > 0 && (
        <table className="grid firm-list">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('position')}</th>
              <th scope="col" className="more-room">
                {t('products')}
              </th>
              <th scope="col">{t('place')}</th>
              <th scope="col" className="num more-room">
                {t('sources')}
              </th>
              <th scope="col" className="more-room">
                {t('asOf')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((e) => (
              <tr key={e.id}>
                <th scope="row">
                  <span className={e.reach === 'local' ? undefined : 'unsure'}>
                    <Thing of={{ id: e.id, name: e.short_name || e.name }} />
                  </span>{' '}
                  <Levels levels={e.levels} /> {e.reach !== 'local' && lang === 'zh' && <Unverified />}
                </th>
                <td>
                  <Few of={e.links} most={3}>
                    {(p) => (
                      <span className="firm">
                        <Mark state={p.coverage} size={11} /> <Thing of={p.link} />{' '}
                        {e.reach === 'local' && p.stage !== 'production' && (
                          <span className="step">{words('step', p.stage)}</span>
                        )}
                      </span>
                    )}
                  </Few>
                </td>
                <td className="cut more-room">
                  {series(
                    lang,
                    e.products.map((p) => label(lang, p)),
                  )}
                </td>
                <td>
                  <Home of={e} />
                </td>
                <td className="num more-room">{e.sources}</td>
                <td className="more-room">
                  <Age date={e.data_as_of} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More of={list} shown={items.length} total={total ?? 0} />
    </>
  )
}
