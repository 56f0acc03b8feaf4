import { DownloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Popconfirm, Segmented } from 'antd'
import { read, send, type Answer, type Body, type DraftRows, type Problem } from '../../../api/client'
import { root } from '../../../api/root'
import { Go } from '../../../app/link'
import { usePlace } from '../../../app/place'
import { useTitle } from '../../../app/title'
import { useWrites } from '../../../app/Writes'
import { dotted, useLang } from '../../../i18n'
import { useAuthor } from '../../../parts/author'
import { minuteOf, zoned } from '../../../parts/days'
import { saidSaved } from '../../../parts/edit/undoBar'
import { Refusal } from '../../../parts/form'
import { More } from '../../../parts/more'
import { Empty, Failure, Waiting } from '../../../parts/region'
import type { Decide } from './decide'
import { Foreseen } from './Foreseen'
import { HowFar } from './HowFar'
import { Mapping } from './Mapping'
import { Rows } from './Rows'
import { SourceOfBatch, type Batch } from './SourceOfBatch'
import { told } from './told'

const states = ['wrong', 'conflict', 'new', 'changed', 'same'] as const

/** One draft: its rows held against what stands, what applying it would do, and the act. */
export function OneDraft({ id }: { id: string }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const cache = useQueryClient()
  const writes = useWrites('import.apply')
  const by = useAuthor()
  const state = states.find((s) => s === place.get('rows'))
  const key = ['draft', id, state]
  const rows = useInfiniteQuery<Answer<'/drafts/{id}'>, Problem>({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      read('/drafts/{id}', { path: { id }, query: { state, cursor: String(pageParam) } }, signal),
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  })
  const again = () =>
    cache.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'draft' || queryKey[0] === '/drafts/{id}/effects',
    })
  const decide = useMutation<DraftRows, Problem, Body<'/drafts/{id}/decisions'>>({
    mutationFn: (body) => send('/drafts/{id}/decisions', { path: { id } }, body),
    onSettled: again,
  })
  const first = rows.data?.pages[0]
  const apply = useMutation<Answer<'/drafts/{id}/apply', 'post'>, Problem>({
    mutationFn: () => send('/drafts/{id}/apply', { path: { id } }, { edition: first?.draft.edition ?? 1, by }),
    onSuccess: (now) =>
      saidSaved({
        revision: now.set.revision,
        head: now.revision,
        what: dotted(lang, [now.draft.name, t('rowsApplied', first?.counts.taken ?? 0)]),
        asks: true,
      }),
    onSettled: () => cache.invalidateQueries(),
  })
  const drop = useMutation<unknown, Problem>({
    mutationFn: () => send('/drafts/{id}/drop', { path: { id } }, undefined as never),
    onSettled: () => cache.invalidateQueries(),
  })
  useTitle(first?.draft.name, 2)
  if (rows.isError && !first) return <Failure problem={rows.error} retry={() => void rows.refetch()} />
  if (!first) return <Waiting rows={12} />
  const { draft, counts, problems, ready } = first
  const items = rows.data?.pages.flatMap((p) => p.items) ?? []
  const open = draft.state === 'open' && writes
  const busy = decide.isPending || apply.isPending
  const act: Decide = (...acts) => decide.mutate({ acts })
  if (open && (first.unmapped || (first.foreign && place.get('step') === 'columns'))) {
    return (
      <>
        <Head of={first} open={open} drop={() => drop.mutate()} />
        <Mapping id={id} next={() => place.set({ step: undefined })} />
      </>
    )
  }
  return (
    <>
      <Head of={first} open={open} drop={() => drop.mutate()} />
      {open && (
        <div className="filters aligned">
          <SourceOfBatch
            disabled={busy}
            value={{
              source: draft.source ?? '',
              as_of: draft.as_of ?? '',
              confidence: draft.confidence ?? 'documented',
            }}
            set={(from: Batch) => decide.mutate({ from })}
          />
        </div>
      )}
      {draft.state !== 'open' && <p className="quiet note">{t('draftEnded')}</p>}
      <Refusal problem={decide.error ?? drop.error} />
      <div className={draft.state === 'open' ? 'columns draft' : 'draft'}>
        <section>
          <Segmented
            className="by-state"
            value={state ?? ''}
            onChange={(v) => place.set({ rows: v || undefined })}
            options={[
              { value: '', label: `${t('allOfThem')} ${counts.rows}` },
              ...states.map((s) => ({ value: s, label: `${t(`row_${s}`)} ${counts[s]}` })),
            ]}
          />
          {open && (
            <div className="filters">
              {counts.wrong > 0 && (
                <Button size="small" disabled={busy} onClick={() => act({ state: 'wrong', do: 'leave' })}>
                  {t('leaveAllWrong')}
                </Button>
              )}
              {counts.conflict > 0 && (
                <>
                  <Button size="small" disabled={busy} onClick={() => act({ state: 'conflict', do: 'mine' })}>
                    {t('allMine')}
                  </Button>
                  <Button size="small" disabled={busy} onClick={() => act({ state: 'conflict', do: 'theirs' })}>
                    {t('allTheirs')}
                  </Button>
                </>
              )}
              {counts.reminded > 0 && (
                <Button
                  size="small"
                  disabled={busy}
                  onClick={() => act({ state: 'new', do: 'note' }, { state: 'changed', do: 'note' })}
                >
                  {t('ackAll')}
                </Button>
              )}
              <span className="quiet">{t('rowKeys')}</span>
            </div>
          )}
          {problems.map((p) => (
            <p key={`${p.sheet} ${p.cell} ${p.message}`} role="alert" className="trouble">
              {[p.sheet, p.cell].filter(Boolean).join('!')} {p.field} {told(p, lang, t, true)}
            </p>
          ))}
          {items.length === 0 ? (
            <Empty>
              <p>{t('noRowsOfState')}</p>
            </Empty>
          ) : (
            <Rows items={items} decide={open && !busy ? act : undefined} />
          )}
          <More of={rows} shown={items.length} total={first.total} />
        </section>
        {draft.state === 'open' && (
          <aside className="foreseen" aria-label={t('afterApply')}>
            <Foreseen id={id} edition={draft.edition} />
            {open && (
              <>
                <p className={counts.blocking > 0 ? 'trouble' : 'quiet'} role="status">
                  {counts.blocking > 0
                    ? t('stillOpen', counts.blocking)
                    : counts.taken === 0
                      ? t('nothingToApply')
                      : dotted('zh', [
                          `${t('willApply')} ${counts.taken}`,
                          counts.left > 0 && `${t('leftOut')} ${counts.left}`,
                        ])}
                </p>
                <Refusal problem={apply.error} />
                <div className="row">
                  <Button
                    type="primary"
                    disabled={!ready || busy}
                    loading={apply.isPending}
                    onClick={() => apply.mutate()}
                  >
                    {apply.isPending ? t('applying') : t('applyRows', counts.taken)}
                  </Button>
                  <Button onClick={() => place.set({ draft: undefined, rows: undefined, step: undefined })}>
                    {t('keepDraft')}
                  </Button>
                </div>
              </>
            )}
          </aside>
        )}
      </div>
    </>
  )
}

function Head({ of, open, drop }: { of: DraftRows; open: boolean; drop: () => void }) {
  const { t, lang } = useLang()
  const { draft } = of
  return (
    <div className="draft-head">
      <h2>
        {draft.name} <span className="tag">{draft.id}</span>{' '}
        <span className="count">
          <HowFar of={draft} />
        </span>
      </h2>
      <p className="quiet">
        {dotted(lang, [zoned(lang, minuteOf(draft.made)), draft.by, t('against', of.revision)])}{' '}
        <Go to="/data?tab=import">{t('backToDrafts')}</Go>{' '}
        <a href={`${root}/api/v1/drafts/${draft.id}/file`} download>
          <DownloadOutlined aria-hidden /> {t('originalFile')}
        </a>{' '}
        {(draft.revision ?? 0) > 0 && <Go to={`/history?set=${draft.revision}`}>{t('seeRecord')}</Go>}
        {open && of.foreign && !of.unmapped && (
          <>
            <Go to={`/data?tab=import&draft=${draft.id}&step=columns`}>{t('mapAgain')}</Go>{' '}
          </>
        )}
        {open && (
          <Popconfirm title={t('dropSure')} okText={t('dropDraft')} cancelText={t('keepDraft')} onConfirm={drop}>
            <button type="button" className="as-link">
              {t('dropDraft')}
            </button>
          </Popconfirm>
        )}
      </p>
    </div>
  )
}
