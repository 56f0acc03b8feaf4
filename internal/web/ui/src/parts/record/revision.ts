import type { ChangeSet } from '../../api/client'
import { dotted, type Lang } from '../../i18n'
import { dayOf } from '../days'

/** A revision in a list to choose from. */
export const revisionOption = (lang: Lang, set: ChangeSet) => ({ value: String(set.revision), label: dotted(lang, [`r${set.revision}`, dayOf(set.time), set.reason]) })
