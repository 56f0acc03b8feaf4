import type { Contact, Ref } from '../../api/client'

/** The steps of a contact, in order; beside them one may be rejected. */
export const stages = ['lead', 'contact', 'talks', 'signed', 'landed'] as const
export type Stage = Contact['stage']

/** A card to be written: which gap and enterprise, as it stands, and where it is to go. */
export type Moving = { gap: Ref; enterprise: Ref; card: Contact | undefined; stage: Stage; base: number }

/** Names the card of an enterprise for a gap on the page. */
export const cardId = (gap: string, enterprise: string) => `${gap} ${enterprise}`

/** Opens the form for a candidate, on its way to a stage. */
export type Begin = (of: Ref & { contact?: Contact }, to: Stage) => void

/** The stages that a card may take: back to any, on by one, or rejected; from rejected back to a lead. */
export function stagesFrom(stage: Stage | undefined): Stage[] {
  if (stage === 'rejected') return ['rejected', 'lead']
  const at = stage ? stages.indexOf(stage) : -1
  return [...stages.slice(0, at + 2), 'rejected']
}
