import type { Answer } from '../../../api/client'

/** What the sheets of a draft were understood as. */
export type Understood = Answer<'/drafts/{id}/mapping'>
export type SheetOf = Understood['sheets'][number]
