import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useAll, type Chain } from '../../api/client'
import { late } from '../../app/late'
import { useGo, usePlace } from '../../app/place'
import { useWrites, Writes } from '../../app/Writes'
import { label, useLang } from '../../i18n'
import { keyOf } from '../../ids'
import type { Asked } from './FormDrawer'

const FormDrawer = late('FormDrawer', () => import('./FormDrawer').then((m) => ({ default: m.FormDrawer })))

/** What a form needs to know of a thing. */
type Named = { id: string; name: string; name_en?: string }
const endOf = (of: Named) => ({ id: of.id, name: of.name })

/** The form that is open, by its name in the address. */
function useForm() {
  const place = usePlace()
  const may = useWrites('graph.edit')
  return {
    open: (name: string) => place.set({ form: name }),
    close: () => place.set({ form: undefined }),
    name: may ? place.get('form') : undefined,
  }
}

function Opened({ name, asked }: { name: string; asked: Asked }) {
  const form = useForm()
  return form.name === name ? <FormDrawer key={name} asked={asked} close={form.close} /> : null
}

/** Corrects a thing that stands. */
export function Correct({ kind, of }: { kind: string; of: Named }) {
  const { t, lang } = useLang()
  const form = useForm()
  return (
    <Writes need="graph.edit">
      <Button className="page-act" icon={<EditOutlined />} onClick={() => form.open('edit')}>
        {t('correct')}
      </Button>
      <Opened name="edit" asked={{ kind, id: of.id, title: t('correctOf', label(lang, { ...of, kind })) }} />
    </Writes>
  )
}

/** Opens the form of a thing at what is blank. */
export function FillIn({ name = 'edit' }: { name?: string }) {
  const { t } = useLang()
  const form = useForm()
  return (
    <Writes need="graph.edit">
      <button type="button" className="as-link" onClick={() => form.open(name)}>
        {t('fillIn')}
      </button>
    </Writes>
  )
}

/** What fills each of the six ones, and how it is tied to the chain. */
const ones: Record<string, { kind: string; type: string; values?: Record<string, string> }> = {
  chief: { kind: 'Chief', type: 'LEADS' },
  unit: { kind: 'Unit', type: 'COORDINATES' },
  task_force: { kind: 'TaskForce', type: 'STAFFS' },
  plan: { kind: 'Plan', type: 'GUIDES' },
  park: { kind: 'Park', type: 'HOSTS', values: { main: 'true' } },
  policy: { kind: 'Policy', type: 'SUPPORTS' },
}

/** The form of a blank of the six ones; saved, it goes on with the next chain that lacks it too, by the same source. */
export function SixOneForm({ chain: c }: { chain: Chain }) {
  const { t, lang } = useLang()
  const form = useForm()
  const go = useGo()
  const chains = useAll('/chains', {}, form.name !== undefined)
  const one = c.six_ones.find((o) => o.key === form.name)
  const of = one && ones[one.key]
  if (!one || !of) return null
  const order = chains.data ?? []
  const at = order.findIndex((x) => x.id === c.id)
  const next = [...order.slice(at + 1), ...order.slice(0, at)].find((x) => x.blank.includes(one.key))
  return (
    <Opened
      name={one.key}
      asked={{
        kind: of.kind,
        title: t('fillOf', lang === 'en' ? one.name_en : one.name),
        of: label(lang, c),
        pickable: true,
        given: [{ type: of.type, in: false, end: { id: c.id, name: c.name }, values: of.values ?? {} }],
        next: next && (() => go(`/chains/${keyOf(next.id)}?form=${one.key}`)),
      }}
    />
  )
}

/** Adds a project that fills a link. */
export function AddProject({ link }: { link: Named }) {
  const { t, lang } = useLang()
  const form = useForm()
  return (
    <Writes need="graph.edit">
      <Button size="small" icon={<PlusOutlined />} onClick={() => form.open('project')}>
        {t('addProject')}
      </Button>
      <Opened
        name="project"
        asked={{
          kind: 'Project',
          title: t('addProject'),
          of: t('addedTo', label(lang, link)),
          given: [{ type: 'FILLS', in: false, end: endOf(link), values: {} }],
        }}
      />
    </Writes>
  )
}

/** Adds a firm; at a link, one that works on it. */
export function AddEnterprise({ link }: { link?: Named }) {
  const { t, lang } = useLang()
  const form = useForm()
  return (
    <Writes need="graph.edit">
      <Button size={link ? 'small' : 'middle'} icon={<PlusOutlined />} onClick={() => form.open('enterprise')}>
        {t('addEnterprise')}
      </Button>
      <Opened
        name="enterprise"
        asked={{
          kind: 'Enterprise',
          title: t('addEnterprise'),
          ...(link && { of: label(lang, link) }),
          values: { reach: 'local' },
          first: link && [{ type: 'OPERATES_IN', in: false, end: endOf(link), values: { role: 'maker' } }],
        }}
      />
    </Writes>
  )
}
