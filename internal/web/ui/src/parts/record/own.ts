import type { ChangeSet } from '../../api/client'
import { useWrites } from '../../app/Writes'
import { useAuthor } from '../author'

/** Who writes what follows from what others wrote; it goes back with its cause. */
const system = 'system'

/** Whether one may take back a change set: one's own; before one has signed anything, any that has no other cause. */
export function useOwn(): (set: ChangeSet) => boolean {
  const writes = useWrites('graph.edit')
  const by = useAuthor()
  return (set) => writes && set.actor !== system && (by === '' || set.actor === by)
}
