import type { ReactNode } from 'react'
import { usePast } from './moment'

/** Stands around everything that writes: an earlier moment is only read. */
export function Writes({ children }: { children: ReactNode }) {
  return usePast() ? null : <>{children}</>
}
