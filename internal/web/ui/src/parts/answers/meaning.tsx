import type { ReactNode } from 'react'
import { definition } from '../../app/definitions'
import { useMeta } from '../../app/terms'
import { useLang } from '../../i18n'
import { Asks } from './asks'

/** A label that opens its definition: a rule (G-1) or a term of 口径. */
export function Meaning({ of, name, children }: { of: string; name: string; children: ReactNode }) {
  const { t, lang } = useLang()
  const meta = useMeta()
  return (
    <Asks
      name={name}
      content={() => (
        <>
          <h3 className="answer-title"><span>{name}</span></h3>
          <p>{definition(of, lang)}</p>
          <p className="quiet">{/^[A-Z]-\d/.test(of) && <>{t('rule')} {of} </>}{meta?.rules_version}</p>
        </>
      )}
    >
      {children}
    </Asks>
  )
}
