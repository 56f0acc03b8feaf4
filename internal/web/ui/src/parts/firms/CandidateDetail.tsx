import { Button } from 'antd'
import type { GapCandidate } from '../../api/client'
import { Thing } from '../../app/link'
import { useMay } from '../../app/session'
import { useTerms } from '../../app/terms'
import { Writes } from '../../app/Writes'
import { label, useLang } from '../../i18n'
import { Source } from '../facts/provenance'
import { Few } from '../few'
import { Due } from '../marks'
import { stages, type Begin } from './contact'
import { Makes } from './Makes'
import { Signs } from './Signs'

/** What each part of a score rests on, and how far the talks are. */
export function CandidateDetail({ of: c, revision, begin }: { of: GapCandidate; revision: number; begin: Begin }) {
  return (
    <div className="candidate-detail">
      <Reasons of={c} revision={revision} />
      <Talks of={c} begin={begin} />
    </div>
  )
}

function Reasons({ of: c, revision }: { of: GapCandidate; revision: number }) {
  const { t, lang } = useLang()
  const say = (x: { text: string; text_en: string }) => (lang === 'en' ? x.text_en : x.text)
  const semicolon = lang === 'en' ? '; ' : '；'
  return (
    <div>
      <table className="reasons">
        <thead className="unseen">
          <tr>
            <th scope="col">{t('reasonPart')}</th>
            <th scope="col">{t('totalScore')}</th>
            <th scope="col">{t('reason')}</th>
            <th scope="col">{t('source')}</th>
          </tr>
        </thead>
        <tbody>
          {c.parts.map((p) => (
            <tr key={p.key}>
              <th scope="row">{lang === 'en' ? p.name_en : p.name}</th>
              <td className="num">
                {p.unknown ? (
                  <span className="quiet">{t('noData')}</span>
                ) : p.value === 0 ? (
                  <span className="quiet">{t('noEvidence')}</span>
                ) : (
                  <b>{p.value.toFixed(2)}</b>
                )}
              </td>
              <td>{lang === 'en' ? p.why_en : p.why}</td>
              <td>
                {p.facts.length > 0 ? (
                  <Few of={p.facts} most={1}>
                    {(f) => <Source of={f} />}
                  </Few>
                ) : (
                  <span className="quiet note">{t('graphAt', revision)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {c.local_ties.length > 0 && (
        <p className="note">
          <span className="quiet">{t('named', t('localTies'))}</span>
          <Few of={c.local_ties} most={4} between={semicolon}>
            {(x) => <span className={x.evidenced ? undefined : 'unsure'}>{say(x)}</span>}
          </Few>
        </p>
      )}
      <p className="note">
        <span className="quiet">{t('named', t('makesLine'))}</span>
        <Makes of={c} most={5} />
      </p>
      {c.signs && <Signs of={c.signs} />}
      {c.also.length > 0 && (
        <p className="note">
          <span className="quiet">{t('named', t('alsoFor'))}</span>
          <Few of={c.also} most={4} between={t('and')}>
            {(x) => <Thing of={x} />}
          </Few>
        </p>
      )}
      {c.notes.map((x) => (
        <p key={x.text} className="note warning">
          {say(x)}
        </p>
      ))}
    </div>
  )
}

/** The five steps, the next act, the identity, and what can be done. */
function Talks({ of: c, begin }: { of: GapCandidate; begin: Begin }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const talks = useMay()('contact.read')
  const card = c.contact
  const at = stages.indexOf(card?.stage as (typeof stages)[number])
  const next = stages[at + 1]
  return (
    <div className="talks">
      {talks ? (
        <ol className="five-steps" aria-label={t('contact')}>
          {stages.map((s, i) => (
            <li key={s} className={i <= at ? 'done' : undefined} aria-current={i === at ? 'step' : undefined}>
              <span>{i + 1}</span> {words('contact_stage', s)}
            </li>
          ))}
        </ol>
      ) : (
        <p className="quiet">{t('contactsHidden')}</p>
      )}
      <dl className="pairs">
        {talks && (
          <>
            <div>
              <dt>{t('owner')}</dt>
              <dd>{card?.owner || <span className="quiet">{card ? t('notAssigned') : t('notBegun')}</span>}</dd>
            </div>
            <div>
              <dt>{t('nextAct')}</dt>
              <dd>
                {card?.next ? (
                  <>
                    {card.next} {card.due && <Due date={card.due} over={card.stage === 'landed'} />}
                  </>
                ) : (
                  <span className="quiet">{t('nextHint')}</span>
                )}
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{t('identity')}</dt>
          <dd>
            {!c.credit_code ? (
              <span className="quiet">{t('codeBlank')}</span>
            ) : c.credit_fault ? (
              <span className={c.credit_fault.wrong ? 'trouble' : 'warning'}>
                {lang === 'en' ? c.credit_fault.text_en : c.credit_fault.text}
              </span>
            ) : (
              t('creditOk')
            )}
          </dd>
        </div>
      </dl>
      <Writes need="contact.edit">
        <p className="row">
          {!card ? (
            <Button type="primary" onClick={() => begin(c, 'lead')}>
              {t('beginContact')}
            </Button>
          ) : (
            <>
              {next && (
                <Button type="primary" onClick={() => begin(c, next)}>
                  {t('moveTo', words('contact_stage', next))}
                </Button>
              )}
              <Button onClick={() => begin(c, card.stage)}>{t('editCard')}</Button>
            </>
          )}
          <Button onClick={() => begin(c, 'rejected')}>{t('rejectFirm')}</Button>
        </p>
      </Writes>
      {c.short_name && c.short_name !== c.name && <p className="quiet note">{label(lang, c)}</p>}
    </div>
  )
}
