import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  DisconnectOutlined,
  HistoryOutlined,
  MenuFoldOutlined,
  MenuOutlined,
  MenuUnfoldOutlined,
  QuestionCircleOutlined,
  SettingOutlined,
  TableOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { useAll } from '../api/client'
import { dotted, useLang, type Word } from '../i18n'
import { machine } from '../memory'
import { dayOf } from '../parts/days'
import { typing } from '../parts/keys'
import { Brand } from './Brand'
import { Glossary } from './Glossary'
import { Me } from './Me'
import { useMoment } from './moment'
import { pageAt, shown } from './pages'
import { Newer } from './Newer'
import { pageOf, useAddress, usePlace } from './place'
import { Revisions } from './Revisions'
import { Search } from './Search'
import { UndoBar } from '../parts/edit/undoBar'
import { useMay, useRoles, useSession } from './session'
import { useCity } from './terms'

const remembered = 'sider'
const roomy = window.matchMedia('(min-width: 1400px)')
const onRoom = (changed: () => void) => {
  roomy.addEventListener('change', changed)
  return () => roomy.removeEventListener('change', changed)
}

export function Shell({ children }: { children: ReactNode }) {
  const { t, lang } = useLang()
  const place = usePlace()
  const room = useSyncExternalStore(onRoom, () => roomy.matches)
  const [chosen, setChosen] = useState(() => machine.get(remembered)) // nobody did: as there is room
  const narrow = chosen ? chosen === 'narrow' : !room
  const reads = useMay()('graph.read')
  const [glossary, setGlossary] = useState(false)
  const [menu, setMenu] = useState(false) // of a narrow window
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (typing(event)) return
      if (event.key === '?') setGlossary(reads)
      else if (event.key === 'Escape') setMenu(false)
      else if (event.key === 'j' || event.key === 'k') toRow(event.key === 'j' ? 1 : -1)
    }
    window.addEventListener('keydown', open)
    return () => window.removeEventListener('keydown', open)
  }, [reads])
  const fold = () => {
    const next = narrow ? 'wide' : 'narrow'
    machine.set(remembered, next)
    setChosen(next)
  }
  const session = useSession()
  const roles = useRoles()(session?.roles ?? [])
  const { past, revision, written } = useMoment()
  const seen = dotted(lang, [`r${revision ?? '…'}`, written && dayOf(written)])
  return (
    <div className={`shell${narrow ? ' narrow' : ''} ${lang}`}>
      <header className="head">
        <Button
          type="text"
          className="menu-button"
          icon={<MenuOutlined />}
          aria-label={t('menu')}
          aria-expanded={menu}
          onClick={() => setMenu(!menu)}
        />
        <Brand of={useCity()} />
        {reads && <Search />}
        {!reads && !session?.owes && <span className="quiet roomy">{t('seesNoData', roles)}</span>}
        <div className="head-right">
          {reads && <Clearance />}
          {reads && <Revisions />}
          <Segmented
            aria-label="Language"
            value={lang}
            options={[
              { value: 'zh', label: '中' },
              { value: 'en', label: 'EN' },
            ]}
            onChange={(value) => place.set({ lang: value === 'en' ? 'en' : undefined })}
          />
          {reads && (
            <Button
              type="text"
              icon={<QuestionCircleOutlined />}
              aria-label={t('glossary')}
              onClick={() => setGlossary(true)}
            >
              <span className="roomy">{t('glossary')}</span>
            </Button>
          )}
          <Me />
        </div>
      </header>
      <nav className={menu ? 'sider open' : 'sider'} aria-label={t('product')}>
        <Pages narrow={narrow && !menu} gone={() => setMenu(false)} />
        <Button
          type="text"
          className="fold"
          icon={narrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          onClick={fold}
          aria-label={narrow ? t('expand') : t('collapse')}
        >
          {narrow ? '' : t('collapse')}
        </Button>
      </nav>
      <main className="main" tabIndex={-1}>
        {reads && <PrintLine />}
        <Newer />
        {past && (
          <div className="banner" role="status">
            {t('oldRevision', seen)}{' '}
            <Button size="small" onClick={() => place.set({ as_of: undefined })}>
              {t('back')}
            </Button>
          </div>
        )}
        {children}
      </main>
      <UndoBar />
      {reads && <Glossary open={glossary} close={() => setGlossary(false)} />}
    </div>
  )
}

/** What the page shows, where that is not all: bands, some chains. */
function Clearance() {
  const { t, lang } = useLang()
  const session = useSession()
  const may = useMay()
  if (session?.mode !== 'accounts') return null
  const said = dotted(lang, [
    !may('figure.read') && t('banded'),
    session.chains.length > 0 && t('scopeChains', session.chains.length),
  ])
  return said && <span className="quiet roomy clearance">{said}</span>
}

/** Goes to the row after or before, in the lists as they are shown; a drawer beside them goes by itself. */
function toRow(step: 1 | -1) {
  if (document.querySelector('.ant-drawer-open:not(.bulk)')) return
  const rows = [...document.querySelectorAll<HTMLElement>('main table.grid > tbody > tr > th[scope=row]')]
    .map((th) => th.querySelector<HTMLElement>('a, button'))
    .filter((x) => x !== null)
  const at = rows.findIndex((x) => x.closest('tr') === document.activeElement?.closest('tr'))
  rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step]?.focus()
}

/** Stands on paper only: which page, which revision, printed when. */
function PrintLine() {
  const { t, lang } = useLang()
  const { revision } = useMoment()
  const city = useCity()
  const { pathname } = useLocation()
  return (
    <div className="print-line">
      {dotted(lang, [
        `${t('product')} ${city}`,
        t(pageName(pathname)),
        revision !== undefined && t('revision', revision),
        `${t('printed')} ${dayOf(new Date())}`,
      ])}
    </div>
  )
}

const names: Record<string, Word> = {
  '': 'overview',
  chains: 'chain',
  gaps: 'gaps',
  investment: 'investment',
  enterprises: 'enterprises',
  data: 'dataPage',
  history: 'history',
  me: 'myAccount',
  management: 'management',
  audit: 'audit',
}
const pageName = (pathname: string) => names[pathname.split('/')[1] ?? ''] ?? 'product'

function Pages({ narrow, gone }: { narrow: boolean; gone: () => void }) {
  const { t } = useLang()
  const address = useAddress()
  const { pathname } = useLocation()
  const selected = '/' + (pathname.split('/')[1] ?? '')
  const may = useMay()
  const first = useAll('/chains', {}, may('graph.read')).data?.[0]
  // The chain that is open, else the first; before the list is there, the overview of all.
  const chain = pathname.startsWith('/chains/') ? pathname : first ? pageOf(first.id) : '/'
  const groups = [
    {
      title: t('view'),
      pages: [
        { key: '/', icon: <AppstoreOutlined />, label: t('overview') },
        { key: '/chains', icon: <ApartmentOutlined />, label: t('chain') },
      ],
    },
    {
      title: t('fill'),
      pages: [
        { key: '/gaps', icon: <DisconnectOutlined />, label: t('gaps') },
        { key: '/investment', icon: <TeamOutlined />, label: t('investment') },
        { key: '/enterprises', icon: <BankOutlined />, label: t('enterprises') },
      ],
    },
    {
      title: t('data'),
      pages: [
        { key: '/data', icon: <TableOutlined />, label: t('dataPage') },
        { key: '/history', icon: <HistoryOutlined />, label: t('history') },
        { key: '/management', icon: <SettingOutlined />, label: t('management') },
        { key: '/audit', icon: <AuditOutlined />, label: t('audit') },
      ],
    },
  ]
    .map((g) => ({ ...g, pages: g.pages.filter((p) => shown(pageAt(p.key)!, may)) }))
    .filter((g) => g.pages.length > 0)
  return (
    <div className="menu">
      {groups.map((g) => (
        <ul key={g.title} aria-label={g.title}>
          <li className="menu-group" aria-hidden="true">
            {!narrow && g.title}
          </li>
          {g.pages.map((p) => (
            <li key={p.key}>
              <Link
                to={address(p.key === '/chains' ? chain : p.key)}
                aria-current={p.key === selected ? 'page' : undefined}
                title={narrow ? p.label : undefined}
                onClick={gone}
              >
                {p.icon} <span className={narrow ? 'unseen' : undefined}>{p.label}</span>
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </div>
  )
}
