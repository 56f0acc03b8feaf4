import { useInfiniteQuery } from '@tanstack/react-query'
import { Tabs } from 'antd'
import { read, useApi, type Answer, type ChangeSet, type Problem } from '../api/client'
import { usePlace } from '../app/place'
import { useTitle } from '../app/title'
import { useLang } from '../i18n'
import { minuteOf } from '../parts/days'
import { Changes, ChangeTable } from '../parts/record/Changes'
import { Region } from '../parts/region'

/** Who changed what, when and why; and what lies between two revisions. */
export default function History() {
  const { t } = useLang()
  useTitle(t('history'))
  const place = usePlace()
  const tab = place.get('tab') ?? 'sets'
  const set = tab === 'sets' ? place.get('set') : undefined
  useTitle(tab === 'changes' ? t('changes') : set && t('revision', set), 1)
  return (
    <>
      <div className="page-head">
        <h1>{t('history')}</h1>
      </div>
      <Tabs
        activeKey={tab}
        onChange={(k) => place.set({ tab: k === 'sets' ? undefined : k })}
        items={[
          { key: 'sets', label: t('revisions'), children: <SetList /> },
          { key: 'changes', label: t('changes'), children: <Changes /> },
        ]}
      />
    </>
  )
}

function SetList() {
  const { t } = useLang()
  const place = usePlace()
  const sets = useInfiniteQuery<Answer<'/history'>, Problem, ChangeSet[]>({
    queryKey: ['history'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => read('/history', { query: { cursor: String(pageParam) } }, signal),
    getNextPageParam: (last) => last.next,
    select: (all) => all.pages.flatMap((p) => p.items),
  })
  const opened = place.get('set')
  return (
    <Region query={sets}>
      {(list) => (
        <>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t('revisions')}</th>
                <th scope="col">{t('when')}</th>
                <th scope="col">{t('who')}</th>
                <th scope="col">{t('reason')}</th>
                <th scope="col">{t('counts')}</th>
              </tr>
            </thead>
            <tbody>
              {list.map((s) => (
                <tr key={s.revision} className={String(s.revision) === opened ? 'chosen' : undefined}>
                  <th scope="row">
                    <button type="button" className="as-link" onClick={() => place.set({ set: String(s.revision) })}>
                      r{s.revision}
                    </button>
                  </th>
                  <td>{minuteOf(s.time)}</td>
                  <td>{s.actor}</td>
                  <td>{s.reason}</td>
                  <td className="quiet">
                    ＋{s.counts.nodes_created + s.counts.relations_created} ～
                    {s.counts.nodes_updated + s.counts.relations_updated} －
                    {s.counts.nodes_deleted + s.counts.relations_deleted}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {sets.hasNextPage && (
            <p className="more">
              <button type="button" className="as-link" onClick={() => void sets.fetchNextPage()}>
                {t('loadMore')}
              </button>
            </p>
          )}
          {opened && <OneSet revision={opened} />}
        </>
      )}
    </Region>
  )
}

function OneSet({ revision }: { revision: string }) {
  const set = useApi('/history/{revision}', { path: { revision: Number(revision) } })
  return (
    <Region query={set}>
      {(s) => (
        <section>
          <h2>
            r{s.revision} {s.reason} <span className="count">{s.total}</span>
          </h2>
          <ChangeTable changes={s.changes} total={s.total} />
        </section>
      )}
    </Region>
  )
}
