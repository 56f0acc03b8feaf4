import type { ReactNode } from 'react'
import { usePast } from './moment'
import { useMay, type Permission } from './session'

/** Whether who looks may write something: an earlier moment is only read, and not everybody may everything. */
export function useWrites(need: Permission): boolean {
  const past = usePast()
  return useMay()(need) && !past
}

/** Stands around everything that writes. */
export function Writes({ need, children }: { need: Permission; children: ReactNode }) {
  return useWrites(need) ? <>{children}</> : null
}
