import { useInfiniteQuery } from '@tanstack/react-query'
import { Drawer, Tabs } from 'antd'
import { read, useApi, type Answer, type ChangeSet, type Problem } from '../api/client'
import { usePlace } from '../app/place'
import { useTitle } from '../app/title'
import { useWrites } from '../app/Writes'
import { useLang } from '../i18n'
import { useAuthor } from '../parts/author'
import { minuteOf, zoned } from '../parts/days'
import { useFocusBack } from '../parts/focus'
import { actorOf } from '../parts/record/actor'
import { Changes, ChangeTable } from '../parts/record/Changes'
import { ReasonOf } from '../parts/record/reason'
import { UndoForm } from '../parts/record/Undo'
import { Region } from '../parts/region'

/** Who changed what, when and why; and what lies between two revisions. */
export default function History() {
  const { t } = useLang()
  useTitle(t('history'))
  const place = usePlace()
  const tab = place.get('tab') ?? 'sets'
  const set = tab === 'sets' ? place.get('set') : undefined
  const undo = useWrites('graph.edit') ? place.get('undo') : undefined
  useTitle(tab === 'changes' ? t('changes') : set && t('revision', set), 1)
  return (
    <div className={undo ? 'with-drawer wide' : undefined}>
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
      {undo && /^\d+$/.test(undo) && <UndoDrawer revision={Number(undo)} />}
    </div>
  )
}

/** Who writes what follows from what others wrote; it goes back with its cause. */
const system = 'system'

function SetList() {
  const { t, lang } = useLang()
  const place = usePlace()
  const writes = useWrites('graph.edit')
  const by = useAuthor()
  const as_of = place.get('as_of')
  const sets = useInfiniteQuery<Answer<'/history'>, Problem, ChangeSet[]>({
    queryKey: ['history', as_of],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => read('/history', { query: { as_of, cursor: String(pageParam) } }, signal),
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
                <th scope="col">{zoned(lang, t('when'))}</th>
                <th scope="col">{t('who')}</th>
                <th scope="col">{t('reason')}</th>
                <th scope="col">{t('counts')}</th>
                {writes && <th scope="col">{t('undo')}</th>}
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
                  <td>{actorOf(lang, s.actor)}</td>
                  <td>
                    <ReasonOf of={s} />
                  </td>
                  <td className="quiet">
                    ＋{s.counts.nodes_created + s.counts.relations_created} ～
                    {s.counts.nodes_updated + s.counts.relations_updated} －
                    {s.counts.nodes_deleted + s.counts.relations_deleted}
                  </td>
                  {writes && (
                    <td>
                      {s.actor !== system && (by === '' || s.actor === by) && (
                        <button
                          type="button"
                          className="as-link"
                          aria-label={t('undoOf', s.revision)}
                          data-opens={`set:${s.revision}`}
                          onClick={() => place.set({ undo: String(s.revision) })}
                        >
                          {t('undo')}
                        </button>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          {writes && <p className="quiet note">{t(by === '' ? 'undoWhose' : 'undoOwn', by)}</p>}
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

/** What an undo would take back, beside the list. */
function UndoDrawer({ revision }: { revision: number }) {
  const { t } = useLang()
  const place = usePlace()
  const close = (written?: number) => place.set({ undo: undefined, ...(written && { set: String(written) }) })
  useFocusBack(`set:${revision}`)
  return (
    <Drawer open mask={false} size={524} rootClassName="beside" title={t('undoOf', revision)} onClose={() => close()}>
      <UndoForm key={revision} revision={revision} close={close} />
    </Drawer>
  )
}

function OneSet({ revision }: { revision: string }) {
  const set = useApi('/history/{revision}', { path: { revision: Number(revision) } })
  return (
    <Region query={set}>
      {(s) => (
        <section>
          <h2>
            r{s.revision} <ReasonOf of={s} /> <span className="count">{s.total}</span>
          </h2>
          <ChangeTable changes={s.changes} total={s.total} />
        </section>
      )}
    </Region>
  )
}
