import { CheckOutlined, CloseOutlined, UndoOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Tooltip } from 'antd'
import { useRef, useState } from 'react'
import { useApi, write, type Candidate, type Match, type MatchList, type Problem } from '../../api/client'
import { Thing } from '../../app/link'
import { useTerms } from '../../app/terms'
import { Writes } from '../../app/Writes'
import { dotted, label, useLang } from '../../i18n'
import { AuthorField, useAuthor } from '../../parts/author'
import { ConflictBox } from '../../parts/conflict'
import { Few } from '../../parts/few'
import { Makes } from '../../parts/firms/Makes'
import { Refusal, toFirstFault } from '../../parts/form'
import { Unverified } from '../../parts/marks'
import { Region } from '../../parts/region'
import { done, Saved, type Done } from '../../parts/Saved'

const shown = 8

/** Who could close the gap at a link, the best of them; and what its products were taken for, to be reviewed. */
export function Suppliers({ link }: { link: string }) {
  const { t } = useLang()
  const candidates = useApi('/links/{id}/candidates', { path: { id: link }, query: { limit: shown } })
  const matches = useApi('/links/{id}/matches', { path: { id: link } })
  return (
    <>
      <section>
        <h3>
          {t('candidatesN')} <span className="count">{candidates.data?.candidates ?? ''}</span>{' '}
          {(candidates.data?.distant ?? 0) > 0 && (
            <span className="quiet note">
              {t('distantN')} {candidates.data?.distant}
            </span>
          )}
        </h3>
        <Region query={candidates} rows={3}>
          {(list) =>
            list.candidates === 0 ? (
              <p className="quiet">{t('noFit')}</p>
            ) : (
              <ul className="lines">
                <Few of={list.items.filter((c) => c.rank > 0)} total={list.candidates} tail="li">
                  {(c) => <Maker of={c} />}
                </Few>
              </ul>
            )
          }
        </Region>
      </section>
      {(matches.data?.items.length ?? 0) > 0 && (
        <section>
          <h3>
            {t('productMatches')} <span className="count">{matches.data?.items.length}</span>
          </h3>
          <Matches link={link} of={matches.data!} />
        </section>
      )}
    </>
  )
}

function Maker({ of: c }: { of: Candidate }) {
  const { lang, t } = useLang()
  const where = lang === 'en' ? c.where.text_en : c.where.text
  return (
    <li>
      <b>{c.rank}</b> <Thing of={c} /> <span className="step">{where}</span> {c.unverified && <Unverified />}{' '}
      {!c.fits && (
        <span className="step" title={t('notFittingNote')}>
          {t('notFitting')}
        </span>
      )}
      <span className="quiet">
        {' '}
        {c.percent}–{c.high}
        {t('dot')}
        <Makes of={c} most={3} />
      </span>
    </li>
  )
}

/** What products were taken for each other; a review is signed, and made on what is shown. */
function Matches({ link, of: list }: { link: string; of: MatchList }) {
  const by = useAuthor()
  const [unknown, setUnknown] = useState(by === '') // till a review is saved: the field stays while one types into it
  if (by === '' && !unknown) setUnknown(true)
  const [tried, setTried] = useState(false)
  const [written, setWritten] = useState<Done>()
  const form = useRef<HTMLDivElement>(null)
  const sign = () => {
    setTried(true)
    setWritten(undefined)
    if (by === '' && form.current) toFirstFault(form.current)
    return by !== ''
  }
  const saved = (now: Done) => {
    setUnknown(false)
    setWritten(now)
  }
  return (
    <div ref={form}>
      <Writes need="graph.edit">{unknown && <AuthorField tried={tried} />}</Writes>
      <ul className="lines">
        {list.items.map((m) => (
          <Pair
            key={`${m.product.id} ${m.to.id}`}
            link={link}
            of={m}
            base={list.revision}
            by={by}
            sign={sign}
            saved={saved}
          />
        ))}
      </ul>
      <Saved of={written} />
    </div>
  )
}

type PairProps = {
  link: string
  of: Match
  /** The revision that is shown. */
  base: number
  by: string
  /** Asks who reviews; false while nobody has said it. */
  sign: () => boolean
  saved: (now: Done) => void
}

function Pair({ link, of: m, base, by, sign, saved }: PairProps) {
  const { lang, t } = useLang()
  const words = useTerms()
  const cache = useQueryClient()
  const pair = `${label(lang, m.product)} → ${label(lang, m.to)}`
  const review = useMutation<MatchList, Problem, { review: Match['review']; note?: string; base: number }>({
    mutationFn: (x) =>
      write('/links/{id}/matches', { path: { id: link } }, { product: m.product.id, to: m.to.id, by, ...x }),
    onSuccess: (now, x) => {
      saved(done(now.written, dotted(lang, [pair, words('match_review', x.review)])))
      return cache.invalidateQueries()
    },
  })
  const conflict = review.error?.conflict
  const act = (value: Match['review'], text: string, icon: React.ReactNode) => (
    <Tooltip title={text}>
      <Button
        size="small"
        type="text"
        icon={icon}
        aria-label={`${text} ${label(lang, m.product)} ${label(lang, m.to)}`}
        loading={review.isPending}
        onClick={() => sign() && review.mutate({ review: value, ...(m.note && { note: m.note }), base })}
      />
    </Tooltip>
  )
  return (
    <li className={m.review === 'rejected' ? 'struck' : ''}>
      {label(lang, m.product)} → <Thing of={m.to} />{' '}
      <span className="quiet">
        {dotted(lang, [
          `${words('match_method', m.method ?? '')} ${m.likeness.toFixed(2)}`,
          words('match_review', m.review),
        ])}
      </span>
      <Writes need="graph.edit">
        {m.review === 'proposed' ? (
          <>
            {act('confirmed', t('confirm'), <CheckOutlined />)}
            {act('rejected', t('reject'), <CloseOutlined />)}
          </>
        ) : (
          act('proposed', t('takeBack'), <UndoOutlined />)
        )}
      </Writes>
      {conflict ? (
        <ConflictBox
          of={conflict}
          busy={review.isPending}
          save={(chosen) => {
            const wanted = { review: m.review, ...chosen } as { review: Match['review'] }
            review.mutate({ ...wanted, base: conflict.revision })
          }}
          drop={() => {
            review.reset()
            void cache.invalidateQueries()
          }}
        />
      ) : (
        <Refusal problem={review.error} />
      )}
    </li>
  )
}
