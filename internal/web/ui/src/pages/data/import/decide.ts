import type { Body } from '../../../api/client'

type Act = NonNullable<Body<'/drafts/{id}/decisions'>['acts']>[number]

/** Decides of rows. */
export type Decide = (...acts: Act[]) => void
