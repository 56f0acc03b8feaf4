import type { Word } from '../../i18n'

/** The permissions in the order in which people are told of them. */
export const permissions = [
  'graph.read',
  'figure.read',
  'contact.read',
  'gap.decide',
  'contact.edit',
  'graph.edit',
  'import.apply',
  'export',
  'account.manage',
  'settings.manage',
  'audit.read',
]

/** The word of a permission. */
export const permissionWord = (permission: string) => `may_${permission.replace('.', '_')}` as Word

/** The three administrators; they exclude one another and see no industrial data. */
export const administrators = ['sysadmin', 'secadmin', 'auditor', 'admin']
