import { useApi, type Thing } from '../../api/client'
import { Thing as Link } from '../../app/link'
import { useTitle } from '../../app/title'
import { useTerms } from '../../app/terms'
import { dotted, label, useLang } from '../../i18n'
import { Correct } from '../edit/forms'
import { useFew } from '../few'
import { Record } from '../record/Record'
import { Region } from '../region'
import { Source } from './provenance'

/** A thing of the graph as it is recorded: attributes, relations, source, record. */
export function ThingOf({ id }: { id: string }) {
  const node = useApi('/nodes/{id}', { path: { id } })
  return <Region query={node}>{(n) => <Shown node={n} />}</Region>
}

function Shown({ node: n }: { node: Thing }) {
  const { lang } = useLang()
  useTitle(label(lang, n))
  return (
    <>
      <div className="page-head">
        <h1>{label(lang, n)}</h1>
        <p className="facts">
          <Source of={n.provenance} long />
        </p>
        <Correct kind={n.kind} of={n} />
      </div>
      <dl className="pairs">
        {n.attributes.map((a) => (
          <div key={a.name}>
            <dt>{lang === 'en' ? a.en : a.zh}</dt>
            <dd>{lang === 'en' ? a.text_en : a.text}</dd>
          </div>
        ))}
      </dl>
      {around(n).map((g) => (
        <Group key={g.key} of={g} node={n} />
      ))}
      <Record id={n.id} level="h2" />
    </>
  )
}

type Tie = Thing['out'][number]
/** Things of one kind that stand in one relation to a thing, from it or to it. */
type Ties = { key: string; from: boolean; list: [Tie, ...Tie[]] }

/** What is around a thing, by kind and relation, the most first. */
function around(n: Thing): Ties[] {
  const groups = new Map<string, Ties>()
  for (const from of [true, false]) {
    for (const tie of from ? n.out : n.in) {
      const key = [from, tie.type, tie.other.kind].join(' ')
      const group = groups.get(key)
      if (group) group.list.push(tie)
      else groups.set(key, { key, from, list: [tie] })
    }
  }
  return [...groups.values()].sort((a, b) => b.list.length - a.list.length)
}

const few = 12

function Group({ of: { from, list }, node }: { of: Ties; node: Thing }) {
  const { t, lang } = useLang()
  const words = useTerms()
  const { shown, left, unfold } = useFew(list, few)
  const relation = lang === 'en' ? list[0].en : list[0].zh
  const told = list.some((tie) => tie.attributes.length > 0)
  const kind = words('kind', list[0].other.kind)
  return (
    <section>
      <h2>
        {kind} <span className="count">{list.length}</span>{' '}
        <span className="count">{t(from ? 'tieFrom' : 'tieTo', relation, label(lang, node))}</span>
      </h2>
      <table className="grid ties">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            {told && <th scope="col">{t('note')}</th>}
            <th scope="col">{t('source')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((tie, i) => (
            <tr key={i}>
              <th scope="row">
                <Link of={tie.other} />
              </th>
              {told && (
                <td>
                  {dotted(
                    lang,
                    tie.attributes.map((a) => `${lang === 'en' ? a.en : a.zh} ${lang === 'en' ? a.text_en : a.text}`),
                  )}
                </td>
              )}
              <td>
                <Source of={tie} />
              </td>
            </tr>
          ))}
          {left > 0 && (
            <tr>
              <td colSpan={told ? 3 : 2} className="more">
                {t('more', left)}{' '}
                <button type="button" className="as-link" onClick={unfold}>
                  {t('showAll')}
                </button>
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}
