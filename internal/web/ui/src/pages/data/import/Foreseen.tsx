import { useQuery } from '@tanstack/react-query'
import { reading, type Answer, type Problem } from '../../../api/client'
import { useLang } from '../../../i18n'
import { Few } from '../../../parts/few'
import { Mark } from '../../../parts/marks'
import { Region } from '../../../parts/region'

/** What the rules would find otherwise, so many of each at first. */
const most = 5

/** What applying a draft would do to states, gaps and completeness. */
export function Foreseen({ id, edition }: { id: string; edition: number }) {
  const { t, lang } = useLang()
  const question = reading('/drafts/{id}/effects', { path: { id } })
  const effects = useQuery<Answer<'/drafts/{id}/effects'>, Problem>({
    ...question,
    queryKey: ['/drafts/{id}/effects', id, edition],
    placeholderData: (before) => before,
  })
  const said = (of: { said: { text: string; text_en: string } }) => (lang === 'en' ? of.said.text_en : of.said.text)
  return (
    <>
      <h2>{t('afterApply')}</h2>
      <Region query={effects}>
        {(e) =>
          e.nothing ? (
            <p className="quiet">{t('nothingMoves')}</p>
          ) : (
            <ul className="lines effects">
              <Few of={e.states} most={most} total={e.states.length} tail="li">
                {(s) => (
                  <li>
                    <Mark state={s.from} size={12} /> → <Mark state={s.to} size={12} /> {said(s)}
                  </li>
                )}
              </Few>
              <Few of={e.chains} most={most} total={e.chains.length} tail="li">
                {(c) => <li>{said(c)}</li>}
              </Few>
              <Few of={e.gaps} most={most} total={e.gaps.length} tail="li">
                {(g) => <li>{said(g)}</li>}
              </Few>
              <Few of={e.six_ones} most={most} total={e.six_ones.length} tail="li">
                {(o) => <li>{said(o)}</li>}
              </Few>
              <Few of={e.targets} most={most} total={e.targets.length} tail="li">
                {(x) => <li>{said(x)}</li>}
              </Few>
            </ul>
          )
        }
      </Region>
    </>
  )
}
