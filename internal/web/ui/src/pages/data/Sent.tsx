import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Segmented, Select, Upload } from 'antd'
import { useState } from 'react'
import { reading, send, useApi, type Answer, type Parcel, type Problem, type Sending } from '../../api/client'
import { root } from '../../api/root'
import { Go } from '../../app/link'
import { usePlace } from '../../app/place'
import { label, useLang, type Word } from '../../i18n'
import { minuteOf } from '../../parts/days'
import { Day, Field, Refusal, sendByKey } from '../../parts/form'
import { Empty, Region } from '../../parts/region'

const question = reading('/sendings', {})
const drafts = reading('/drafts', {})

/** What was sent out to be filled in, to whom, and what came back: each file that did is a draft. */
export function Sent() {
  const { t } = useLang()
  const all = useQuery(question)
  const place = usePlace()
  return (
    <Region query={all} rows={8}>
      {({ items, targets }) => {
        const open = items.find((x) => String(x.id) === place.get('sending')) ?? items[0]
        return (
          <div className="columns data">
            <div>
              {open ? <Batch of={open} all={items} /> : <Empty>{<p>{t('nothingSent')}</p>}</Empty>}
              <Returns />
            </div>
            <NewSending targets={targets} />
          </div>
        )
      }}
    </Region>
  )
}

const steps: Parcel['state'][] = ['waiting', 'taken', 'wrong', 'ready', 'applied']

/** One sending: to whom it went and how far each is. */
function Batch({ of, all }: { of: Sending; all: Sending[] }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const cache = useQueryClient()
  const lists = useApi('/lists', {})
  const names = of.lists.map((key) => {
    const list = lists.data?.items.find((l) => l.key === key)
    return list ? label(lang, list) : key
  })
  const missing = of.parcels.filter((p) => !p.returned)
  const close = useMutation<Sending, Problem>({
    mutationFn: () => send('/sendings/{id}/close', { path: { id: of.id } }, undefined as never),
    onSettled: () => void cache.invalidateQueries({ queryKey: question.queryKey }),
  })
  const reminder = t(
    'remindText',
    of.name,
    names.join('、'),
    of.due ?? t('noDue'),
    missing.map((p) => p.name).join('、'),
  )
  const sheet = [[t('sentTo'), t('sentState')], ...missing.map((p) => [p.name, t(`sent_${p.state}` as Word)])]
  return (
    <>
      <h2>
        {of.name}{' '}
        <span className="count">
          {t('backOf', of.back, of.parcels.length)}
          {of.closed ? ` ${t('sendingClosed')}` : of.due ? ` ${t('dueOn', of.due)}` : ''}
          {of.late > 0 && ` ${t('lateDays', of.late)}`}
        </span>
      </h2>
      <div className="filters aligned">
        <Select
          aria-label={t('whichSending')}
          value={of.id}
          popupMatchSelectWidth={false}
          onChange={(id) => place.set({ sending: String(id) })}
          options={all.map((x) => ({ value: x.id, label: `${x.name} ${x.back}/${x.parcels.length}` }))}
        />
        {missing.length > 0 && !of.closed && (
          <>
            <Button onClick={() => void navigator.clipboard.writeText(reminder)}>
              {t('remind', missing.length)}
            </Button>
            <Button href={csv(sheet)} download={`${of.name}-${t('notBack')}.csv`}>
              {t('exportMissing')}
            </Button>
            <Button type="text" loading={close.isPending} onClick={() => close.mutate()}>
              {t('closeSending')}
            </Button>
          </>
        )}
      </div>
      <p className="quiet">
        {names.join('、')} {of.blank && t('onlyBlanks')} {of.note}
      </p>
      {missing.length > 0 && !of.closed && <p className="note">{reminder}</p>}
      <div className="wide-table" role="region" aria-label={of.name} tabIndex={0}>
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t('sentTo')}</th>
              <th scope="col" className="num">
                {t('rowsSent')}
              </th>
              <th scope="col">{t('returnedAt')}</th>
              <th scope="col">{t('sentState')}</th>
              <th scope="col">{t('sentResult')}</th>
              <th scope="col">{t('workbookOf')}</th>
            </tr>
          </thead>
          <tbody>
            {of.parcels.map((p) => (
              <tr key={p.number}>
                <th scope="row">{p.name}</th>
                <td className="num">{p.rows}</td>
                <td>{p.returned ? minuteOf(p.returned) : '—'}</td>
                <td>
                  <span className="how-far" aria-hidden="true">
                    {steps.map((s, i) => (
                      <i
                        key={s}
                        className={p.state !== 'waiting' && i <= steps.indexOf(p.state) ? 'done' : undefined}
                      />
                    ))}
                  </span>{' '}
                  {t(`sent_${p.state}` as Word)}
                </td>
                <td>
                  <Outcome of={p} />
                </td>
                <td>
                  <a
                    href={`${root}/api/v1/sendings/${of.id}/files/${p.number}`}
                    download
                    onClick={() =>
                      setTimeout(() => void cache.invalidateQueries({ queryKey: question.queryKey }), settles)
                    }
                  >
                    <DownloadOutlined /> {t('takeWorkbook')}
                    <span className="unseen"> {p.name}</span>
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">{t('sentNote')}</p>
    </>
  )
}

/** Milliseconds after which a download has begun, so that the server knows of it. */
const settles = 1_500

function Outcome({ of }: { of: Parcel }) {
  const { t } = useLang()
  if (!of.returned)
    return <span className="quiet">{of.taken ? t('takenAt', minuteOf(of.taken)) : t('sent_waiting')}</span>
  return (
    <>
      {of.file} <CameTo of={of} />
    </>
  )
}

/** What a file that came back came to, and the draft that it is. */
function CameTo({ of }: { of: Parcel }) {
  const { t } = useLang()
  return (
    <>
      {t('changedRows', of.changed)} {of.wrong > 0 && t('wrongCells', of.wrong)}{' '}
      {of.draft && <Go to={`/data?tab=import&draft=${of.draft}`}>{t('asDraft', of.draft)}</Go>}
    </>
  )
}

/** A table as a file that a spreadsheet opens; what it could take for a formula is a text. */
function csv(rows: string[][]) {
  const cell = (text: string) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  const text = rows.map((r) => r.map(cell).join(',')).join('\r\n')
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${text}`)}`
}

type Back = Answer<'/sendings/returns', 'post'>

/** Where files that came back are put; each is known by its batch. */
function Returns() {
  const { t } = useLang()
  const cache = useQueryClient()
  const [said, setSaid] = useState<{ file: string; back?: Back; problem?: Problem }[]>([])
  const take = async (file: File) => {
    const note = (x: { back?: Back; problem?: Problem }) => setSaid((all) => [{ file: file.name, ...x }, ...all])
    try {
      note({ back: await send('/sendings/returns', {}, { file: file.name, content: await base64(file) }) })
      void cache.invalidateQueries({ queryKey: question.queryKey })
      void cache.invalidateQueries({ queryKey: drafts.queryKey })
    } catch (problem) {
      note({ problem: problem as Problem })
    }
  }
  return (
    <>
      <h2>{t('takeReturned')}</h2>
      <Upload.Dragger
        multiple
        accept=".xlsx"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file)
          return false
        }}
      >
        <p>
          <InboxOutlined /> {t('dropReturned')}
        </p>
        <p className="quiet">{t('dropReturnedNote')}</p>
      </Upload.Dragger>
      <ul className="brief" aria-live="polite">
        {said.map(({ file, back, problem }, i) => (
          <li key={`${said.length - i} ${file}`}>
            {file}
            {problem && <Refusal problem={problem} />}
            {back && (
              <>
                {' '}
                {t('knownAs', back.sending.name, back.parcel.name)} <CameTo of={back.parcel} />
                {back.problems.map((p) => (
                  <div key={`${p.sheet} ${p.row} ${p.column} ${p.message}`} className="quiet">
                    {p.sheet} {p.row ? t('rowN', p.row) : ''} {p.field} {p.message} {p.fix}
                  </div>
                ))}
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

const base64 = (file: File) =>
  new Promise<string>((done, fail) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => fail(reader.error ?? new Error(file.name))
    reader.readAsDataURL(file)
  })

type Way = Sending['way']
const kinds: Record<Way, string> = { park: 'Park', unit: 'Unit', chain: 'Chain' }

/** Sends lists out. */
function NewSending({ targets }: { targets: Answer<'/sendings'>['targets'] }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const cache = useQueryClient()
  const lists = useApi('/lists', {})
  const [way, setWay] = useState<Way>('park')
  const [to, setTo] = useState<string[]>([])
  const [keys, setKeys] = useState<string[]>([])
  const [name, setName] = useState('')
  const [due, setDue] = useState('')
  const [note, setNote] = useState('')
  const [blank, setBlank] = useState(true)
  const [asked, setAsked] = useState(false)
  const make = useMutation<Sending, Problem>({
    mutationFn: () =>
      send(
        '/sendings',
        {},
        {
          name: name.trim(),
          lists: keys,
          way,
          targets: to,
          blank,
          lang,
          ...(due && { due }),
          ...(note.trim() && { note: note.trim() }),
        },
      ),
    onSuccess: async (x) => {
      await cache.invalidateQueries({ queryKey: question.queryKey })
      place.set({ sending: String(x.id) })
      setTo([])
      setName('')
      setAsked(false)
    },
  })
  const there = targets.filter((x) => x.kind === kinds[way])
  const lacks = !name.trim() || keys.length === 0 || to.length === 0
  return (
    <form
      className="panel"
      aria-label={t('newSending')}
      onKeyDown={sendByKey}
      onSubmit={(e) => {
        e.preventDefault()
        setAsked(true)
        if (!lacks) make.mutate()
      }}
    >
      <h2>{t('newSending')}</h2>
      <Field name={t('sentBy')}>
        {(of) => (
          <Segmented
            id={of.id}
            value={way}
            onChange={(v) => {
              setWay(v)
              setTo([])
            }}
            options={(['chain', 'park', 'unit'] as const).map((v) => ({ value: v, label: t(`by_${v}`) }))}
          />
        )}
      </Field>
      <Field name={t('sentTo')} needed lacking={asked && to.length === 0}>
        {(of) => (
          <Select
            {...of}
            mode="multiple"
            className="whole"
            value={to}
            onChange={setTo}
            optionFilterProp="label"
            notFoundContent={t('noSuchTargets')}
            options={there.map((x) => ({ value: x.id, label: label(lang, x) }))}
          />
        )}
      </Field>
      <Field name={t('lists')} needed lacking={asked && keys.length === 0}>
        {(of) => (
          <Select
            {...of}
            mode="multiple"
            className="whole"
            value={keys}
            onChange={setKeys}
            options={(lists.data?.items ?? []).map((x) => ({ value: x.key, label: label(lang, x) }))}
          />
        )}
      </Field>
      <Field name={t('sendingName')} needed lacking={asked && !name.trim()}>
        {(of) => <Input {...of} value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />}
      </Field>
      <Field name={t('sendingDue')}>{(of) => <Day of={of} value={due} set={setDue} />}</Field>
      <Field name={t('sendingNote')}>
        {(of) => (
          <Input.TextArea {...of} value={note} maxLength={1000} rows={3} onChange={(e) => setNote(e.target.value)} />
        )}
      </Field>
      <p>
        <Checkbox checked={blank} onChange={(e) => setBlank(e.target.checked)}>
          {t('onlyBlanks')}
        </Checkbox>
      </p>
      {make.isError && <Refusal problem={make.error} />}
      {make.isSuccess && <Alert type="success" showIcon title={t('sentNow', make.data.name)} />}
      <Button type="primary" htmlType="submit" loading={make.isPending}>
        {t('makeFiles', to.length)}
      </Button>
    </form>
  )
}
