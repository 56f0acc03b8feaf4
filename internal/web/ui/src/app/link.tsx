import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Ref } from '../api/client'
import { label, useLang } from '../i18n'
import { pageOf, useAddress } from './place'

/** A link that keeps language and revision. */
export function Go({ to, children, className }: { to: string; children: ReactNode; className?: string | undefined }) {
  const address = useAddress()
  return (
    <Link to={address(to)} className={className}>
      {children}
    </Link>
  )
}

/** A thing by its name, linked to its page. */
export function Thing({ of }: { of: Ref | { id: string; name: string; name_en?: string; kind?: string } }) {
  const { lang } = useLang()
  return <Go to={pageOf(of.id)}>{label(lang, of)}</Go>
}
