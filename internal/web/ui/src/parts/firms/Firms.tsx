import type { Position } from '../../api/client'
import { Thing } from '../../app/link'
import { useTerms } from '../../app/terms'
import { Source, Sure } from '../facts/provenance'
import { Levels, Unverified } from '../marks'
import { Capacity } from './Capacity'
import { Home } from './Home'

/** Enterprises at a link, each with what says so. */
export function Firms({ title, list, none }: { title: string; list: Position[]; none: string }) {
  const words = useTerms()
  return (
    <section>
      <h3>
        {title} <span className="count">{list.length}</span>
      </h3>
      {list.length === 0 && <p className="quiet">{none}</p>}
      <ul className="lines">
        {list.map((p) => (
          <li key={p.enterprise.id}>
            <Sure of={p}>
              <Thing of={p.enterprise} />
            </Sure>{' '}
            <Levels levels={p.levels} />
            {p.role !== 'maker' && <span className="step">{words('role', p.role)}</span>}
            {p.reach === 'local' ? <span className="step">{words('step', p.stage)}</span> : <Unverified />}
            {p.capacity !== undefined && <Capacity of={p} />}
            <span className="quiet">
              {' '}
              <Home of={p} /> {p.note}
            </span>
            <Source of={p} tag={p.reach === 'local'} />
          </li>
        ))}
      </ul>
    </section>
  )
}
