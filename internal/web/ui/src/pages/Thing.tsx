import { useParams } from 'react-router'
import { ThingOf } from '../parts/facts/ThingOf'

/** Anything of the graph that has no page of its own. */
export default function Thing() {
  return <ThingOf id={useParams().id ?? ''} />
}
