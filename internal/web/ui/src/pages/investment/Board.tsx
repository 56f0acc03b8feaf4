import { DownOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Segmented, Select, type MenuProps } from 'antd'
import { useState } from 'react'
import { useApi, useList, type Contact } from '../../api/client'
import { Thing } from '../../app/link'
import { useToday } from '../../app/moment'
import { usePlace } from '../../app/place'
import { useTerms } from '../../app/terms'
import { useWrites, Writes } from '../../app/Writes'
import { dotted, useLang } from '../../i18n'
import { Asks } from '../../parts/answers/asks'
import { ChainFilter } from '../../parts/chainFilter'
import { dayOf, daysSince } from '../../parts/days'
import { cardId, stages, stagesFrom, type Moving, type Stage } from '../../parts/firms/contact'
import { ContactForm } from '../../parts/firms/ContactForm'
import { Due, KindMark, Unverified } from '../../parts/marks'
import { actorOf } from '../../parts/record/actor'
import { Empty, Region } from '../../parts/region'
import { Saved, type Done } from '../../parts/Saved'

const lateOn = (today: string) => (c: Contact) =>
  c.due !== undefined && c.stage !== 'landed' && daysSince(c.due, today) > 0

/** Five stages of contact; cards move by a menu. As a table for keyboards and paper. */
export function Board() {
  const { t } = useLang()
  const place = usePlace()
  const [moving, setMoving] = useState<Moving>()
  const [written, setWritten] = useState<Done>()
  const list = useList('/contacts', { query: { chain: place.get('chain') } })
  const late = lateOn(useToday())
  const table = place.get('as') === 'table'
  return (
    <Region query={list} rows={8}>
      {(l) => {
        const onBoard = l.items.filter((c) => c.stage !== 'rejected')
        const shown = onBoard.filter(
          (c) => (!place.get('late') || late(c)) && (!place.get('owner') || c.owner === place.get('owner')),
        )
        const rejected = l.items.filter((c) => c.stage === 'rejected')
        const owners = [...new Set(onBoard.map((c) => c.owner ?? '').filter(Boolean))].sort()
        const move = (c: Contact, stage: Stage) => {
          setWritten(undefined)
          setMoving({ gap: c.gap, enterprise: c.enterprise, card: c, stage, base: l.revision })
        }
        const close = (now?: Done) => {
          setMoving(undefined)
          setWritten(now)
        }
        return (
          <>
            <div className="filters">
              <ChainFilter />
              <Select
                aria-label={t('owner')}
                value={place.get('owner') ?? ''}
                popupMatchSelectWidth={false}
                onChange={(v) => place.set({ owner: v || undefined })}
                options={[
                  { value: '', label: t('named', t('owner')) + t('all') },
                  ...owners.map((o) => ({ value: o, label: o })),
                ]}
              />
              <Checkbox
                checked={place.get('late') !== undefined}
                onChange={(e) => place.set({ late: e.target.checked ? '1' : undefined })}
                className="middle"
              >
                {t('lateCards')} {onBoard.filter(late).length}
              </Checkbox>
              <Segmented
                aria-label={t('board')}
                className="right"
                value={table ? 'table' : 'board'}
                onChange={(v) => place.set({ as: v === 'table' ? 'table' : undefined })}
                options={[
                  { value: 'board', label: t('boardView') },
                  { value: 'table', label: t('tableView') },
                ]}
              />
            </div>
            <Saved of={written} />
            {l.items.length === 0 ? (
              <Empty>
                <p>{t('boardEmpty')}</p>
              </Empty>
            ) : table ? (
              <Table cards={shown} move={move} />
            ) : (
              <Columns cards={shown} move={move} />
            )}
            {rejected.length > 0 && <Rejected cards={rejected} move={move} />}
            {moving && <ContactForm of={moving} owners={owners} close={close} />}
          </>
        )
      }}
    </Region>
  )
}

/** Whom one talks to, who talks, and what happened so far. */
function Talks({ of: c }: { of: Contact }) {
  const { t } = useLang()
  return (
    <dl className="pairs talks-with">
      <div>
        <dt>{t('theirPost')}</dt>
        <dd>
          {c.post ?? <span className="quiet">{t('blank')}</span>}{' '}
          {c.phone && <a href={`tel:${c.phone}`}>{c.phone}</a>}
        </dd>
      </div>
      <div>
        <dt>{t('owner')}</dt>
        <dd>
          {c.owner ?? <span className="quiet">{t('notAssigned')}</span>}{' '}
          <Asks name={`${t('record')}${t('colon')}${c.enterprise.name}`} content={() => <Log of={c} />} plain>
            {t('record')}
          </Asks>
        </dd>
      </div>
    </dl>
  )
}

/** The record of a card, newest first. */
function Log({ of: c }: { of: Contact }) {
  const { t, lang } = useLang()
  const log = useApi('/contacts/history', { query: { gap: c.gap.id, enterprise: c.enterprise.id } })
  return (
    <>
      <h2 className="answer-title">
        <span>{t('record')}</span>
      </h2>
      <Region query={log} rows={2}>
        {(l) => (
          <ul className="lines">
            {l.items.map((x) => (
              <li key={x.revision}>
                {x.reason}{' '}
                <span className="quiet">
                  {dotted(lang, [`r${x.revision}`, actorOf(lang, x.actor), dayOf(x.time)])}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Region>
    </>
  )
}

type Move = (c: Contact, stage: Stage) => void

function Columns({ cards, move }: { cards: Contact[]; move: Move }) {
  const { t } = useLang()
  const today = useToday()
  const words = useTerms()
  return (
    <div className="board">
      {stages.map((s) => {
        const own = cards.filter((c) => c.stage === s)
        return (
          <section key={s} aria-label={words('contact_stage', s)}>
            <h2>
              {words('contact_stage', s)} <span className="count">{own.length}</span>
            </h2>
            {own.length === 0 && <p className="quiet">{t('emptyColumn')}</p>}
            {own.map((c) => (
              <article key={c.gap.id + c.enterprise.id} className="card-item">
                <p className="card-head">
                  <span className="unsure">
                    <Thing of={c.enterprise} />
                  </span>{' '}
                  <Writes need="contact.edit">
                    <Acts of={c} move={move} />
                  </Writes>
                </p>
                <p className="card-line">
                  <span className="cut-line">
                    <KindMark kind={c.kind} /> <Thing of={c.gap} />
                  </span>{' '}
                  <span className="quiet note">{t('days', daysSince(c.since, today))}</span>
                </p>
                <Talks of={c} />
                <p className="card-line">
                  <span className="quiet cut-line" title={c.next}>
                    {c.next ?? '–'}
                  </span>{' '}
                  <Due date={c.due} over={c.stage === 'landed'} />
                </p>
              </article>
            ))}
          </section>
        )
      })}
    </div>
  )
}

function Table({ cards, move }: { cards: Contact[]; move: Move }) {
  const { t } = useLang()
  const writes = useWrites('contact.edit')
  const today = useToday()
  const words = useTerms()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('candidate')}</th>
          <th scope="col">{t('gapCol')}</th>
          <th scope="col">{t('contact')}</th>
          <th scope="col">{t('nextAct')}</th>
          <th scope="col">{t('theirPost')}</th>
          <th scope="col">{t('owner')}</th>
          <th scope="col">{t('due')}</th>
          {writes && <th scope="col">{t('actions')}</th>}
        </tr>
      </thead>
      <tbody>
        {cards.map((c) => (
          <tr key={c.gap.id + c.enterprise.id}>
            <th scope="row">
              <Thing of={c.enterprise} /> <Unverified />
            </th>
            <td>
              <KindMark kind={c.kind} /> <Thing of={c.gap} />
            </td>
            <td>
              {words('contact_stage', c.stage)}{' '}
              <span className="quiet note">{t('days', daysSince(c.since, today))}</span>
            </td>
            <td>{c.next}</td>
            <td>
              {c.post} {c.phone && <span className="date">{c.phone}</span>}
            </td>
            <td>{c.owner}</td>
            <td>
              <Due date={c.due} over={c.stage === 'landed'} />
            </td>
            {writes && (
              <td>
                <Acts of={c} move={move} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What can be done with a card, by menu. */
function Acts({ of: c, move }: { of: Contact; move: Move }) {
  const { t } = useLang()
  const words = useTerms()
  const at = stages.indexOf(c.stage as (typeof stages)[number])
  const word = (s: Stage) => {
    if (s === c.stage) return t('editCard')
    if (s === 'rejected') return t('rejectFirm')
    if (c.stage === 'rejected') return t('restoreFirm')
    return t(stages.indexOf(s) > at ? 'moveTo' : 'backTo', words('contact_stage', s))
  }
  const act: NonNullable<MenuProps['onClick']> = ({ key, domEvent }) => {
    // Else Enter goes on to click the button of the dialog that takes the focus, which closes it.
    domEvent.preventDefault()
    move(c, key as Stage)
  }
  // On first, then editing, then back from near to far; rejecting last.
  const rank = (s: Stage) => (s === 'rejected' ? (c.stage === s ? 0 : 9) : -stages.indexOf(s))
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{
        items: stagesFrom(c.stage)
          .sort((a, b) => rank(a) - rank(b))
          .map((s) => ({ key: s, label: word(s) })),
        onClick: act,
      }}
    >
      <Button
        size="small"
        type="text"
        icon={<DownOutlined />}
        aria-label={`${t('actions')} ${c.enterprise.name}`}
        data-opens={cardId(c.gap.id, c.enterprise.id)}
      />
    </Dropdown>
  )
}

function Rejected({ cards, move }: { cards: Contact[]; move: Move }) {
  const { t } = useLang()
  return (
    <section>
      <h2>
        {t('rejectedN')}{' '}
        <span className="count">
          {cards.length}
          {t('comma')}
          {t('rejectedNote')}
        </span>
      </h2>
      <ul className="lines">
        {cards.map((c) => (
          <li key={c.gap.id + c.enterprise.id}>
            <Thing of={c.enterprise} /> <KindMark kind={c.kind} /> <Thing of={c.gap} />
            {t('named', '')}
            {c.reason} <span className="quiet note">{c.since}</span>{' '}
            <Writes need="contact.edit">
              <Button size="small" onClick={() => move(c, 'lead')}>
                {t('restoreFirm')}
              </Button>
            </Writes>
          </li>
        ))}
      </ul>
    </section>
  )
}
