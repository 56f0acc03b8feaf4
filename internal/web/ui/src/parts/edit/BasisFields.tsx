import { Button, Input, Radio } from 'antd'
import { useDeferredValue } from 'react'
import { useApi } from '../../api/client'
import { useMeta } from '../../app/terms'
import { label, useLang } from '../../i18n'
import { machine } from '../../memory'
import { Choice, Field } from '../form'
import { Pick } from './Pick'
import type { Basis } from './work'

const remembered = 'edit-basis'
const none: Basis = { source: undefined, fresh: undefined, locator: '', as_of: '', confidence: '' }

/** What the last edit rested on: the next one begins with it. */
export function lastBasis(): Basis {
  try {
    return { ...none, ...(JSON.parse(machine.get(remembered) ?? '{}') as Partial<Basis>), fresh: undefined }
  } catch {
    return none
  }
}

export const keepBasis = (basis: Basis) => machine.set(remembered, JSON.stringify({ ...basis, locator: '' }))

/** Confidences that people choose among; the rest is for programs. */
const chosen = ['documented', 'media', 'repost', 'unverified', 'trade']

/** Source, place in it, confidence and date: asked once for all that a form changes. */
export function BasisFields({
  basis: b,
  set,
  fault,
}: {
  basis: Basis
  set: (basis: Basis) => void
  fault: (field: string) => string | undefined
}) {
  const { t, lang } = useLang()
  const confidences = (useMeta()?.terms.confidence ?? []).filter((c) => chosen.includes(c.code))
  const begin = () => set({ ...b, source: undefined, fresh: { name: '' } })
  return (
    <fieldset className="edit-basis">
      <legend>
        <b>{t('basis')}</b> <span className="quiet">{t('basisNote')}</span>
      </legend>
      {b.fresh ? (
        <NewSource basis={b} set={set} fault={fault} />
      ) : (
        <Field name={t('source')} needed refused={fault('source')}>
          {(of) => (
            <span className="basis-source">
              <Pick
                of={of}
                kinds={['Source']}
                value={b.source}
                pick={(source) => set({ ...b, source })}
                make={(_, name) => set({ ...b, source: undefined, fresh: { name } })}
              />
              <Button onClick={begin}>{t('newSource')}</Button>
            </span>
          )}
        </Field>
      )}
      <Field name={t('whereIn')} refused={fault('locator')}>
        {(of) => (
          <Input
            {...of}
            value={b.locator}
            maxLength={2000}
            placeholder={t('whereInHint')}
            onChange={(e) => set({ ...b, locator: e.target.value })}
          />
        )}
      </Field>
      <Choice name={t('confidence')} needed refused={fault('confidence')}>
        <Radio.Group
          value={b.confidence}
          onChange={(e) => set({ ...b, confidence: String(e.target.value) })}
          options={confidences.map((c) => ({ value: c.code, label: lang === 'en' ? c.en : c.zh }))}
        />
      </Choice>
      <Field name={t('asOf')} needed refused={fault('as_of')}>
        {(of) => (
          <Input
            {...of}
            value={b.as_of}
            maxLength={10}
            placeholder={t('dateHint')}
            style={{ width: 180 }}
            onChange={(e) => set({ ...b, as_of: e.target.value })}
          />
        )}
      </Field>
    </fieldset>
  )
}

/** A source that is not there yet; those with a title like its own are offered first. */
function NewSource({
  basis: b,
  set,
  fault,
}: {
  basis: Basis
  set: (basis: Basis) => void
  fault: (field: string) => string | undefined
}) {
  const { t, lang } = useLang()
  const title = String(b.fresh?.name ?? '')
  const text = useDeferredValue(title.trim())
  const alike = useApi('/search', { query: { q: text.slice(0, 100), kind: 'Source', limit: 3 } }, text.length > 3)
  const put = (name: string, value: string) => set({ ...b, fresh: { ...b.fresh, [name]: value } })
  const value = (name: string) => String(b.fresh?.[name] ?? '')
  return (
    <div className="new-source">
      <p className="section-head">
        <b>{t('newSource')}</b>
        <button type="button" className="as-link" onClick={() => set({ ...b, fresh: undefined })}>
          {t('pickSource')}
        </button>
      </p>
      <Field name={t('sourceTitle')} needed refused={fault('new.name')}>
        {(of) => (
          <Input {...of} autoFocus value={title} maxLength={500} onChange={(e) => put('name', e.target.value)} />
        )}
      </Field>
      {text.length > 3 &&
        (alike.data?.items ?? []).map((s) => (
          <p key={s.id} className="note warning">
            {t('alikeSource')} <b>{label(lang, s)}</b>{' '}
            <button
              type="button"
              className="as-link"
              onClick={() => set({ ...b, fresh: undefined, source: { id: s.id, name: s.name } })}
            >
              {t('thatSource')}
            </button>
          </p>
        ))}
      <Field name={t('publisher')} refused={fault('new.publisher')}>
        {(of) => <Input {...of} value={value('publisher')} onChange={(e) => put('publisher', e.target.value)} />}
      </Field>
      <Field name={t('sourceNumber')} refused={fault('new.number')}>
        {(of) => <Input {...of} value={value('number')} onChange={(e) => put('number', e.target.value)} />}
      </Field>
      <Field name={t('sourceUrl')} refused={fault('new.url')}>
        {(of) => (
          <Input {...of} value={value('url')} placeholder="https://" onChange={(e) => put('url', e.target.value)} />
        )}
      </Field>
      {value('number') + value('url') === '' && (
        <Field name={t('sourceKept')} refused={fault('new.note')}>
          {(of) => (
            <Input
              {...of}
              value={value('note')}
              placeholder={t('sourceKeptHint')}
              onChange={(e) => put('note', e.target.value)}
            />
          )}
        </Field>
      )}
      <div className="two">
        {(['dated', 'published'] as const).map((name) => (
          <Field
            key={name}
            name={t(name === 'dated' ? 'sourceDated' : 'sourcePublished')}
            refused={fault(`new.${name}`)}
          >
            {(of) => (
              <Input
                {...of}
                value={value(name)}
                maxLength={10}
                placeholder={t('dateHint')}
                onChange={(e) => put(name, e.target.value)}
              />
            )}
          </Field>
        ))}
      </div>
    </div>
  )
}
