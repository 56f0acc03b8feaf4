import type { ReactNode } from 'react'
import { useMeta } from '../../app/terms'
import { useDefinitions } from '../../app/useDefinitions'
import { useLang } from '../../i18n'
import { Region } from '../region'
import { Asks } from './asks'

/** A label that opens its definition: a rule (G-1) or a term of 口径. */
export function Meaning({ of, name, children }: { of: string; name: string; children: ReactNode }) {
  const { t } = useLang()
  const meta = useMeta()
  return (
    <Asks
      name={name}
      content={() => (
        <>
          <h2 className="answer-title">
            <span>{name}</span>
          </h2>
          <Text of={of} />
          <p className="quiet">
            {/^[A-Z]-\d/.test(of) && (
              <>
                {t('rule')} {of}{' '}
              </>
            )}
            {meta?.rules_version}
          </p>
        </>
      )}
    >
      {children}
    </Asks>
  )
}

function Text({ of }: { of: string }) {
  const { weights, definitions } = useDefinitions()
  return (
    <Region query={weights} rows={1}>
      {(w) => <p>{definitions(w).find((d) => d.key === of)?.text}</p>}
    </Region>
  )
}
