import { useApi, type Thing } from '../../api/client'
import { Thing as Link } from '../../app/link'
import { useTitle } from '../../app/title'
import { label, useLang } from '../../i18n'
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
  const list = (items: Thing['out'], away: boolean) =>
    items.map((r, i) => (
      <li key={i}>
        <span className="quiet">
          {away ? '' : '← '}
          {lang === 'en' ? r.en : r.zh}
        </span>{' '}
        <Link of={r.other} />{' '}
        {r.attributes.map((a) => (
          <span key={a.name} className="quiet">
            {lang === 'en' ? a.text_en : a.text}{' '}
          </span>
        ))}{' '}
        <Source of={r} />
      </li>
    ))
  return (
    <>
      <div className="page-head">
        <h1>{label(lang, n)}</h1>
        <p className="facts">
          <Source of={n.provenance} long />
        </p>
      </div>
      <dl className="pairs">
        {n.attributes.map((a) => (
          <div key={a.name}>
            <dt>{lang === 'en' ? a.en : a.zh}</dt>
            <dd>{lang === 'en' ? a.text_en : a.text}</dd>
          </div>
        ))}
      </dl>
      <ul className="lines">
        {list(n.out, true)}
        {list(n.in, false)}
      </ul>
      <Record id={n.id} level="h2" />
    </>
  )
}
