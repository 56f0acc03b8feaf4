import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown, Input, Popconfirm, Segmented, Select } from 'antd'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useParams } from 'react-router'
import { Problem, send, useApi, useSheet, write, type Answer } from '../../api/client'
import { Thing } from '../../app/link'
import { useGo } from '../../app/place'
import { useTerms } from '../../app/terms'
import { useTitle } from '../../app/title'
import { useWrites } from '../../app/Writes'
import { label, useLang, type Word } from '../../i18n'
import { AuthorField, useAuthor } from '../../parts/author'
import { Canvas } from '../../parts/canvas/Canvas'
import { DraftNote, useDraft } from '../../parts/draft'
import { BasisFields, keepBasis, lastBasis } from '../../parts/edit/BasisFields'
import { Control } from '../../parts/edit/Control'
import { EffectBox, usePreview, useRested } from '../../parts/edit/EffectBox'
import { Pick } from '../../parts/edit/Pick'
import { saidSaved } from '../../parts/edit/undoBar'
import { basisOf, lackingBasis, type Basis, type Trial } from '../../parts/edit/work'
import { Field, Refusal, sendByKey, toFirstFault, useFaultText } from '../../parts/form'
import { Mark, states } from '../../parts/marks'
import { Region } from '../../parts/region'
import {
  add, depth, edits, fits, isNewRow, nextVersion, place, remove, shift, step, tally, treeOf, under,
  type Level, type Row, type Template as Stands, type Tree,
} from './template' // prettier-ignore

/** The template of a chain: the tree, the form of one row, and the drawing as it would be. */
export default function Template() {
  const { key = '' } = useParams()
  const stands = useApi('/chains/{id}/template', { path: { id: key } })
  const { t, lang } = useLang()
  const may = useWrites('graph.edit')
  useTitle(stands.data && `${label(lang, stands.data.chain)} ${t('template')}`)
  if (!may) return <p className="empty">{t('templateNow')}</p>
  return (
    <Region query={stands} rows={12}>
      {(s) => <Editor key={s.chain.id} stands={s} chainKey={key} />}
    </Region>
  )
}

/** What is typed, and the template that it was typed on: others may have changed it since. */
type Work = { stands: Stands; tree: Tree; basis: Basis }

const begin = (s: Stands): Work => ({
  stands: s,
  tree: { ...treeOf(s), version: nextVersion(s.version) },
  basis: lastBasis(),
})

function Editor({ stands: newest, chainKey }: { stands: Stands; chainKey: string }) {
  const { t, lang } = useLang()
  const go = useGo()
  const cache = useQueryClient()
  const by = useAuthor()
  const faultText = useFaultText()
  const draft = useDraft<Work>(`template ${newest.chain.id}`, begin(newest))
  const w = draft.at ? draft.value : begin(newest)
  const s = w.stands
  const root = s.chain.id
  const [chosen, choose] = useState<string>()
  const [tried, setTried] = useState(false)
  const changes = edits(s, w.tree)
  const dirty = (changes.nodes ?? []).length + (changes.relations ?? []).length > 0
  const reason = t('templateSaved', label(lang, s.chain), w.tree.version)
  const body: Trial = { base: s.revision, ...changes, basis: basisOf(w.basis), reason, by }
  const preview = usePreview(body, dirty)
  const drawn = useDrawn(chainKey, body, dirty)
  const lacking = lackingBasis(w.basis)
  const nameless = w.tree.rows.some((r) => r.name.trim() === '')
  const set = (tree: Tree) => {
    if (save.error) save.reset()
    draft.keep({ ...w, tree })
  }
  const setRows = (rows: Row[]) => set({ ...w.tree, rows })
  const save = useMutation<Answer<'/edits', 'post'>, Problem, Trial>({
    mutationFn: (x) => write('/edits', {}, x),
    onSuccess: async (now) => {
      keepBasis(
        w.basis.fresh
          ? { ...w.basis, fresh: undefined, source: now.new.find((n) => n.kind === 'Source') ?? undefined }
          : w.basis,
      )
      draft.drop(begin(newest))
      if (now.written > 0) saidSaved({ revision: now.written, head: now.revision, what: reason })
      await cache.invalidateQueries()
      go(`/chains/${chainKey}`)
    },
  })
  const drop = () => {
    save.reset()
    choose(undefined)
    draft.drop(begin(newest))
    void cache.invalidateQueries()
  }
  const row = w.tree.rows.find((r) => r.id === chosen)
  const ids = new Map((drawn.data?.new ?? []).map((n) => [n.ref, n.id]))
  const framed = [
    ...(changes.nodes ?? [])
      .filter((n) => n.fields?.some((f) => f.name !== 'order'))
      .map((n) => n.id ?? ids.get(n.ref ?? '') ?? ''),
    ...(changes.relations ?? []).filter((r) => r.type === 'PART_OF').map((r) => ids.get(r.from) ?? r.from),
  ]
  return (
    <form
      className="form template-page"
      noValidate
      onKeyDown={sendByKey}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (lacking.length > 0 || by === '') toFirstFault(event.currentTarget)
        else if (dirty) save.mutate(body)
      }}
    >
      <div className="page-head">
        <h1>{t('templateOf', label(lang, s.chain), dirty ? w.tree.version : s.version)}</h1> <Thing of={s.chain} />
        <Said stands={s} tree={w.tree} dirty={dirty} />
        <span className="page-actions row">
          <Button disabled={!dirty} onClick={drop}>
            {t('dropDraft')}
          </Button>
          <Button
            type="primary"
            htmlType="submit"
            loading={save.isPending}
            disabled={!dirty || lacking.length > 0 || nameless}
          >
            {save.isPending ? t('saving') : t('save')}
          </Button>
        </span>
      </div>
      <DraftNote of={draft} />
      <Refusal problem={save.error} />
      {save.error?.conflict && <p role="alert">{t('templateMoved')}</p>}
      {save.error?.errors.map((e, i) => (
        <p key={i} role="alert" className="trouble note">
          {whose(e.location, body, w.tree)} {faultText(e)}
        </p>
      ))}
      <div className="template-columns">
        <Rows stands={s} tree={w.tree} root={root} chosen={chosen} choose={choose} set={set} setRows={setRows} />
        <div className="template-side">
          {row ? <RowForm row={row} tree={w.tree} set={set} stands={s} /> : <p className="quiet">{t('chooseRow')}</p>}
          <Preview
            chainKey={chainKey}
            drawn={drawn}
            dirty={dirty}
            framed={framed}
            chosen={chosen && (ids.get(chosen) ?? chosen)}
            choose={(id) => choose([...ids].find(([, x]) => x === id)?.[0] ?? id)}
          />
          <section className="effects" aria-label={t('templateChecks')}>
            <h3>{t('templateChecks')}</h3>
            <Remarks of={dirty ? drawn.data?.remarks : s.remarks} />
          </section>
          <EffectBox preview={preview} dirty={dirty} />
          <Field name={t('templateVersion')} needed>
            {(of) => (
              <Input
                {...of}
                value={w.tree.version}
                maxLength={30}
                style={{ width: 180 }}
                onChange={(e) => set({ ...w.tree, version: e.target.value })}
              />
            )}
          </Field>
          <BasisFields
            basis={w.basis}
            set={(basis) => draft.keep({ ...w, basis })}
            fault={(name) => {
              const key = { source: 'source', 'new.name': 'title', as_of: 'as_of', confidence: 'confidence' }[name]
              return tried && key && (lacking as string[]).includes(key) ? t('needed') : undefined
            }}
          />
          <AuthorField tried={tried} />
        </div>
      </div>
    </form>
  )
}

/** Which row or relation of the edit a fault is about, by its name. */
function whose(location: string, body: Trial, tree: Tree): string {
  const at = /^body\.(nodes|relations)\[(\d+)\]/.exec(location)
  if (!at) return ''
  const n = Number(at[2])
  const id = at[1] === 'nodes' ? (body.nodes?.[n]?.id ?? body.nodes?.[n]?.ref) : body.relations?.[n]?.from
  return tree.rows.find((r) => r.id === id)?.name ?? ''
}

type Drawn = Answer<'/chains/{id}/template/preview', 'post'>

/** After so many milliseconds without a change the drawing is asked for: it takes about a second. */
const pause = 600

function useDrawn(chainKey: string, body: Trial, enabled: boolean) {
  const { lang } = useLang()
  const rested = useRested(JSON.stringify(body), pause)
  return useQuery<Drawn, Problem>({
    queryKey: ['drawn', chainKey, lang, rested],
    queryFn: () =>
      send('/chains/{id}/template/preview', { path: { id: chainKey }, query: { lang } }, JSON.parse(rested) as Trial),
    enabled,
    placeholderData: (before) => before,
    retry: false,
    gcTime: 60_000,
  })
}

function Said({ stands, tree, dirty }: { stands: Stands; tree: Tree; dirty: boolean }) {
  const { t } = useLang()
  const n = tally(stands, tree)
  const since = [
    n.added > 0 && t('rowsAdded', n.added),
    n.gone > 0 && t('rowsGone', n.gone),
    n.changed > 0 && t('rowsChanged', n.changed),
    n.feedsAdded > 0 && t('feedsAdded', n.feedsAdded),
    n.feedsGone > 0 && t('feedsGone', n.feedsGone),
  ].filter(Boolean)
  return (
    <p className="facts">
      <span>{t('templateCounts', n.links, n.feeds)}</span>
      {dirty && (
        <span>
          {t('templateChanged', stands.version)}
          <b>{since.join(' · ')}</b>
        </span>
      )}
    </p>
  )
}

const levels: Level[] = ['link', 'group', 'lane']
const unnamed: Record<Level, Word> = { link: 'newRowName', group: 'newGroupName', lane: 'newLaneName' }

function Rows({
  stands,
  tree,
  root,
  chosen,
  choose,
  set,
  setRows,
}: {
  stands: Stands
  tree: Tree
  root: string
  chosen: string | undefined
  choose: (id: string | undefined) => void
  set: (tree: Tree) => void
  setRows: (rows: Row[]) => void
}) {
  const { t, lang } = useLang()
  const words = useTerms()
  const body = useRef<HTMLTableElement>(null)
  const { rows } = tree
  const row = rows.find((r) => r.id === chosen)
  const coverage = new Map(stands.nodes.map((n) => [n.id, n.coverage]))
  const tied = (id: string) =>
    [id, ...under(rows, id).map((r) => r.id)].reduce(
      (sum, x) => sum + (stands.nodes.find((n) => n.id === x)?.tied ?? 0),
      0,
    )
  const make = (level: Level) => {
    const [next, id] = add(tree, root, level, chosen)
    set(next)
    choose(id)
  }
  const focus = (id: string) =>
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus())
  const act = (id: string, next: Row[]) => {
    if (next === rows) return
    setRows(next)
    focus(id)
  }
  const key = (event: KeyboardEvent, id: string) => {
    const at = rows.findIndex((r) => r.id === id)
    if (!event.altKey) {
      const to = { ArrowUp: rows[at - 1], ArrowDown: rows[at + 1] }[event.key]
      if (!to) return
      choose(to.id)
      focus(to.id)
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown')
      act(id, step(rows, root, id, event.key === 'ArrowUp' ? -1 : 1))
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
      act(id, shift(rows, root, id, event.key === 'ArrowLeft' ? -1 : 1))
    else return
    event.preventDefault()
  }
  const places = row
    ? [
        ...(fits(row.level, 'chain') ? [{ key: root, label: label(lang, stands.chain) }] : []),
        ...rows
          .filter((r) => fits(row.level, r.level) && r.id !== row.parent)
          .map((r) => ({ key: r.id, label: `${'　'.repeat(depth(rows, r))}${label(lang, r)}` })),
      ]
    : []
  return (
    <div className="template-tree">
      <p className="row">
        {levels.map((level) => (
          <Button key={level} icon={<PlusOutlined />} onClick={() => make(level)}>
            {t(({ link: 'newLink', group: 'newGroup', lane: 'newLane' } as const)[level])}
          </Button>
        ))}
        <Button
          icon={<ArrowUpOutlined />}
          disabled={!row}
          aria-label={t('moveUp')}
          title={t('moveUp')}
          onClick={() => row && act(row.id, step(rows, root, row.id, -1))}
        />
        <Button
          icon={<ArrowDownOutlined />}
          disabled={!row}
          aria-label={t('moveDown')}
          title={t('moveDown')}
          onClick={() => row && act(row.id, step(rows, root, row.id, 1))}
        />
        <Dropdown
          trigger={['click']}
          disabled={!row}
          menu={{ items: places, onClick: ({ key: to }) => row && act(row.id, place(rows, root, row.id, to)) }}
        >
          <Button>{t('moveRowTo')}</Button>
        </Dropdown>
        <Popconfirm
          disabled={!row}
          title={t('removeSure', row?.name ?? '')}
          description={
            row && (
              <>
                {under(rows, row.id).length > 0 && <p>{t('removeUnder', under(rows, row.id).length)}</p>}
                {tied(row.id) > 0 && <p>{t('removeTied', tied(row.id))}</p>}
              </>
            )
          }
          okText={t('removeRow')}
          onConfirm={() => {
            if (!row) return
            set(remove(tree, row.id))
            choose(undefined)
          }}
        >
          <Button icon={<DeleteOutlined />} disabled={!row} aria-label={t('removeRow')} title={t('removeRow')} />
        </Popconfirm>
      </p>
      <p className="quiet note">{t('templateKeys')}</p>
      <table className="grid" ref={body}>
        <thead>
          <tr>
            <th scope="col">{t('rowColumn')}</th>
            <th scope="col">{t('stage')}</th>
            <th scope="col" className="num">
              {t('necessity')}
            </th>
            <th scope="col">{t('state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.id} className={r.id === chosen ? 'chosen' : undefined}>
              <th scope="row" className={`at-${depth(rows, r)}`}>
                <button
                  type="button"
                  className={r.level === 'link' ? 'as-link' : 'as-link of-group'}
                  data-row={r.id}
                  aria-current={r.id === chosen}
                  onClick={() => choose(r.id)}
                  onKeyDown={(e) => key(e, r.id)}
                >
                  {label(lang, r) || t(unnamed[r.level])}
                </button>{' '}
                {isNewRow(r.id) && <span className="chip">{t('rowNew')}</span>}
              </th>
              <td className="quiet">{r.level !== 'lane' && r.stage ? words('stage', r.stage) : ''}</td>
              <td className="num">{r.level === 'link' ? (r.market ? t('noGapHere') : r.weight) : ''}</td>
              <td>{coverage.get(r.id) && <Mark state={coverage.get(r.id) ?? ''} size={13} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="quiet">{t('templateEmpty')}</p>}
    </div>
  )
}

/** What is asked of a row as any form asks it, beside its name and how necessary it is. */
const asked: Record<Level, ('stage' | 'outside_supply' | 'substitute')[]> = {
  lane: [],
  group: ['stage'],
  link: ['stage', 'outside_supply', 'substitute'],
}

/** What is said of one row. */
function RowForm({ row: r, tree, set, stands }: { row: Row; tree: Tree; set: (tree: Tree) => void; stands: Stands }) {
  const { t, lang } = useLang()
  const form = useApi('/forms', {}).data?.kinds.find((k) => k.kind === 'Link')
  const put = (change: Partial<Row>) =>
    set({ ...tree, rows: tree.rows.map((x) => (x.id === r.id ? { ...x, ...change } : x)) })
  return (
    <section className="row-form" key={r.id} aria-label={r.name || t(unnamed[r.level])}>
      <h2>
        {label(lang, r) || t(unnamed[r.level])}{' '}
        <span className="quiet note">{isNewRow(r.id) ? t('rowIdNew') : t('rowId', r.id.replace(/^link:/, ''))}</span>
      </h2>
      <div className="two">
        <Field name={t('name')} needed lacking={r.name.trim() === ''}>
          {(of) => (
            <Input
              {...of}
              autoFocus={r.name === ''}
              value={r.name}
              maxLength={100}
              onChange={(e) => put({ name: e.target.value })}
            />
          )}
        </Field>
        <Field name={t('nameInEnglish')}>
          {(of) => (
            <Input {...of} value={r.name_en} maxLength={200} onChange={(e) => put({ name_en: e.target.value })} />
          )}
        </Field>
        {asked[r.level].map((name) => {
          const f = form?.fields.find((x) => x.name === name)
          return (
            f && (
              <Field key={name} name={lang === 'en' ? f.en : f.zh}>
                {(of) => (
                  <Control
                    of={of}
                    field={{ ...f, required: name === 'stage' }}
                    value={r[name]}
                    set={(value) => put({ [name]: String(value) })}
                  />
                )}
              </Field>
            )
          )
        })}
        {r.level === 'link' && (
          <>
            <Field name={t('necessity')}>
              {({ id }) => (
                <Segmented
                  id={id}
                  aria-label={t('necessity')}
                  value={r.weight}
                  onChange={(weight) => put({ weight: Number(weight) })}
                  options={[1, 2, 3]}
                />
              )}
            </Field>
            <Feeds row={r} tree={tree} set={set} stands={stands} into />
            <Feeds row={r} tree={tree} set={set} stands={stands} />
            <Field name={t('products')}>
              {(of) => (
                <>
                  <Chips of={r.products} cut={(id) => put({ products: r.products.filter((p) => p.id !== id) })} />
                  <Pick
                    of={of}
                    kinds={['Product']}
                    value={undefined}
                    pick={(p) => {
                      if (p && !r.products.some((x) => x.id === p.id)) put({ products: [...r.products, p] })
                    }}
                    make={(_, name) => put({ products: [...r.products, { id: `new:product ${name}`, name }] })}
                  />
                </>
              )}
            </Field>
          </>
        )}
      </div>
    </section>
  )
}

/** What feeds a link, or what it feeds; of this chain from a list, of others by their name. */
function Feeds({
  row,
  tree,
  set,
  stands,
  into = false,
}: {
  row: Row
  tree: Tree
  set: (tree: Tree) => void
  stands: Stands
  into?: boolean
}) {
  const { t, lang } = useLang()
  const other = (f: Tree['feeds'][number]) => (into ? f.from : f.to)
  const own = tree.feeds.filter((f) => (into ? f.to : f.from) === row.id)
  const called = (id: string) =>
    label(lang, tree.rows.find((r) => r.id === id) ?? stands.others.find((o) => o.id === id) ?? { name: id })
  const put = (id: string) =>
    set({ ...tree, feeds: [...tree.feeds, into ? { from: id, to: row.id } : { from: row.id, to: id }] })
  return (
    <Field name={t(into ? 'fedByLinks' : 'feedsLinks')}>
      {(of) => (
        <>
          <Chips
            of={own.map((f) => ({ id: other(f), name: called(other(f)) }))}
            cut={(id) => set({ ...tree, feeds: tree.feeds.filter((f) => !(own.includes(f) && other(f) === id)) })}
          />
          <Select
            {...of}
            showSearch={{ optionFilterProp: 'label' }}
            value={null}
            placeholder={t('pickHint')}
            style={{ width: '100%' }}
            onChange={(id: string | null) => id && put(id)}
            options={tree.rows
              .filter((r) => r.level === 'link' && r.id !== row.id && !own.some((f) => other(f) === r.id))
              .map((r) => ({ value: r.id, label: label(lang, r) }))}
          />
        </>
      )}
    </Field>
  )
}

function Chips({ of, cut }: { of: { id: string; name: string; name_en?: string }[]; cut: (id: string) => void }) {
  const { t, lang } = useLang()
  if (of.length === 0) return <p className="quiet note">{t('blank')}</p>
  return (
    <p className="chips">
      {of.map((x) => (
        <span key={x.id} className="chip">
          {label(lang, x)}{' '}
          <button
            type="button"
            className="as-link"
            aria-label={`${t('removeRow')} ${label(lang, x)}`}
            onClick={() => cut(x.id)}
          >
            ×
          </button>
        </span>
      ))}
    </p>
  )
}

function Remarks({ of }: { of: Drawn['remarks'] | undefined }) {
  const { t, lang } = useLang()
  if (!of) return <p className="quiet">{t('effectAsking')}</p>
  if (of.length === 0) return <p>{t('noRemarks')}</p>
  return (
    <ul>
      {of.map((r) => (
        <li key={r.code}>{lang === 'en' ? r.text_en : r.text}</li>
      ))}
    </ul>
  )
}

const nothing = () => undefined

/** The drawing as it would be, by the real layout, with what changes framed; or as it stands. */
function Preview({
  chainKey,
  drawn,
  dirty,
  framed,
  chosen,
  choose,
}: {
  chainKey: string
  drawn: { data: Drawn | undefined; error: Problem | null; isFetching: boolean }
  dirty: boolean
  framed: string[]
  chosen: string | undefined
  choose: (id: string) => void
}) {
  const { t, lang } = useLang()
  const [before, setBefore] = useState(false)
  const stands = useSheet('structure', { chain: chainKey, lang })
  const after = dirty && !before
  const text = after ? drawn.data?.svg : stands.data?.text
  const pages = after ? (drawn.data?.pages ?? 1) : (stands.data?.pages ?? 1)
  return (
    <section className="template-preview" aria-label={t('templatePreview')} aria-busy={drawn.isFetching}>
      <div className="section-head">
        <h2>
          {t('templatePreview')} <span className="quiet note">{t('templatePreviewNote')}</span>
        </h2>
        <Segmented
          size="small"
          aria-label={t('templatePreview')}
          disabled={!dirty}
          value={after ? 'after' : 'before'}
          onChange={(v) => setBefore(v === 'before')}
          options={[
            { value: 'after', label: t('templateAfter') },
            { value: 'before', label: t('templateBefore') },
          ]}
        />
      </div>
      {after && drawn.error && (
        <p className="quiet">{drawn.error.status === 422 ? t('effectIncomplete') : t('effectAway')}</p>
      )}
      {text && (
        <Canvas
          text={text}
          full={false}
          headed={false}
          shown={[...states]}
          chosen={chosen}
          choose={choose}
          framed={after ? framed : []}
          hands={null}
          scaled={nothing}
          counted={nothing}
        />
      )}
      {pages > 1 && <p className="quiet note">{t('templateBeyond', pages)}</p>}
    </section>
  )
}
