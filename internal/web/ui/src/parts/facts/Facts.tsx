import type { Fact } from '../../api/client'
import { useLang } from '../../i18n'
import { Source, Sure } from './provenance'

/** Facts one below the other, each with its source. */
export function Facts({ facts }: { facts: Fact[] }) {
  const { lang } = useLang()
  return (
    <ul className="lines facts-list">
      {facts.map((f, i) => (
        <li key={i}>
          <Sure of={f}>{lang === 'en' ? f.text_en : f.text}</Sure> <Source of={f} />
        </li>
      ))}
    </ul>
  )
}
