import { HistoryOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { present, read, type Answer, type Problem } from '../../api/client'
import { useMoment } from '../../app/moment'
import { useLang } from '../../i18n'
import { minuteOf, zoned } from '../days'
import { Failure, Waiting } from '../region'
import { actorOf } from './actor'
import { ReasonOf } from './reason'

type Chosen = (moment: string) => void

const atOnce = 30

/** All revisions, newest first, each with its time, who wrote it and what it says; a day leads to those of then. */
export function RevisionList({ choose, until }: { choose: Chosen; until?: string | undefined }) {
  const { t, lang } = useLang()
  const [day, setDay] = useState('')
  const as_of = day || (until ?? present)
  const list = useInfiniteQuery<Answer<'/history'>, Problem>({
    queryKey: ['revisions', as_of],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      read('/history', { query: { as_of, cursor: String(pageParam), limit: atOnce } }, signal),
    getNextPageParam: (last) => last.next,
    placeholderData: (old) => old,
    retry: false,
  })
  const sets = list.data?.pages.flatMap((p) => p.items) ?? []
  const none = list.error?.status === 404 // before the first
  return (
    <>
      <p className="row">
        <label>
          {t('untilDay')} <DayInput name={t('untilDay')} value={day} choose={setDay} />
        </label>
        <span className="quiet">{t('revisionsInAll', none ? 0 : (list.data?.pages[0]?.total ?? ''))}</span>
      </p>
      {list.isPending && <Waiting rows={6} />}
      {list.isError && !none && <Failure problem={list.error} retry={() => void list.refetch()} />}
      {none ? (
        <p className="quiet">{t('noneUntil', day)}</p>
      ) : (
        <ul className="revisions" tabIndex={0} aria-label={t('revisions')}>
          {sets.map((s) => (
            <li key={s.revision}>
              <Button type="link" size="small" onClick={() => choose(`r${s.revision}`)}>
                r{s.revision}
              </Button>{' '}
              <span title={zoned(lang, minuteOf(s.time))}>{minuteOf(s.time)}</span>{' '}
              <span className="quiet">{actorOf(lang, s.actor)}</span> <ReasonOf of={s} />
            </li>
          ))}
          {list.hasNextPage && (
            <li>
              <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('earlier')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </>
  )
}

/** A day, chosen by the calendar of the browser. */
export function DayInput({ name, value, choose }: { name: string; value: string; choose: Chosen }) {
  const { t } = useLang()
  return (
    <Input
      type="date"
      aria-label={t('named', name) + t('day')}
      value={value}
      onChange={(e) => choose(e.target.value)}
      style={{ width: 140 }}
    />
  )
}

/** A moment by day or by revision; shown is the day that it is of. */
export function MomentField({ name, shown, choose }: { name: string; shown: string; choose: Chosen }) {
  const { t } = useLang()
  const { past, revision } = useMoment()
  const [open, setOpen] = useState(false)
  return (
    <span className="moment">
      <DayInput name={name} value={shown} choose={(day) => day && choose(day)} />
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        title={t('revisions')}
        content={
          <RevisionList
            until={past && revision ? `r${revision}` : undefined}
            choose={(to) => {
              setOpen(false)
              choose(to)
            }}
          />
        }
      >
        <Button icon={<HistoryOutlined />} aria-label={t('named', name) + t('byRevision')} title={t('byRevision')} />
      </Popover>
    </span>
  )
}
