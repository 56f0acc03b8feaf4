import { CheckOutlined, CloseOutlined, UndoOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Tooltip } from 'antd'
import { useApi, write, type Candidate, type Match, type Problem } from '../../api/client'
import { Thing } from '../../app/link'
import { useTerms } from '../../app/terms'
import { dotted, label, useLang } from '../../i18n'
import { Few } from '../../parts/few'
import { Unverified } from '../../parts/marks'
import { Region } from '../../parts/region'

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
          {t('candidate')} <span className="count">{candidates.data?.total ?? ''}</span>
        </h3>
        <Region query={candidates} rows={3}>
          {(list) =>
            list.items.length === 0 ? (
              <p className="quiet">{t('noFirms')}</p>
            ) : (
              <ul className="lines">
                <Few of={list.items} total={list.total} tail="li">
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
          <ul className="lines">
            {matches.data?.items.map((m) => (
              <Pair key={`${m.product.id} ${m.to.id}`} link={link} of={m} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Maker({ of: c }: { of: Candidate }) {
  const { lang, t } = useLang()
  const where = lang === 'en' ? c.where.text_en : c.where.text
  const made = (
    <Few of={c.makes} most={3} between={t('and')}>
      {(x) => (lang === 'en' ? x.text_en : x.text)}
    </Few>
  )
  const heard = (
    <Few of={c.words} most={2} between={t('dot')}>
      {(w) => (
        <>
          {t(`way_${w.way}`)}{' '}
          <Few of={w.words} most={3} between=" ">
            {(word) => word}
          </Few>{' '}
          {w.count}/{w.of}
        </>
      )}
    </Few>
  )
  return (
    <li>
      <b>{c.rank}</b> <Thing of={c} /> <span className="step">{where}</span> {c.unverified && <Unverified />}
      <span className="quiet">
        {' '}
        {c.points}/{c.most}
        {c.makes.length + c.words.length > 0 && t('dot')}
        {c.makes.length > 0 ? made : heard}
      </span>
    </li>
  )
}

function Pair({ link, of: m }: { link: string; of: Match }) {
  const { lang, t } = useLang()
  const words = useTerms()
  const cache = useQueryClient()
  const review = useMutation<unknown, Problem, Match['review']>({
    mutationFn: (value) =>
      write('/links/{id}/matches', { path: { id: link } }, { product: m.product.id, to: m.to.id, review: value }),
    onSuccess: () => cache.invalidateQueries(),
  })
  const act = (value: Match['review'], text: string, icon: React.ReactNode) => (
    <Tooltip title={text}>
      <Button
        size="small"
        type="text"
        icon={icon}
        aria-label={`${text} ${label(lang, m.product)} ${label(lang, m.to)}`}
        loading={review.isPending}
        onClick={() => review.mutate(value)}
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
      {m.review === 'proposed' ? (
        <>
          {act('confirmed', t('confirm'), <CheckOutlined />)}
          {act('rejected', t('reject'), <CloseOutlined />)}
        </>
      ) : (
        act('proposed', t('takeBack'), <UndoOutlined />)
      )}
      {review.error && (
        <span role="alert" className="trouble">
          {' '}
          {review.error.message}
        </span>
      )}
    </li>
  )
}
