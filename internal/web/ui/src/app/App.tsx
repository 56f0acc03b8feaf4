import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useEffect, useMemo } from 'react'
import { Navigate, Route, Routes, useLocation, useSearchParams } from 'react-router'
import { present, useApi } from '../api/client'
import { Language, say, type Lang } from '../i18n'
import { Broken, NotAllowed, NotFound } from '../parts/region'
import { theme } from '../theme'
import { Guard } from './Guard'
import { MomentContext, useAskedMoment } from './moment'
import { Arrival } from './Arrival'
import { NewPassword } from './NewPassword'
import { pages, shown } from './pages'
import { Gate, useMay, useSession } from './session'
import { Shell } from './Shell'
import { MetaContext } from './terms'

const minute = 60_000

export function App() {
  const [params] = useSearchParams()
  const lang: Lang = params.get('lang') === 'en' ? 'en' : 'zh'
  const language = useMemo(
    () => ({ lang, t: (word: Parameters<typeof say>[1], ...args: (string | number)[]) => say(lang, word, ...args) }),
    [lang],
  )
  useEffect(() => {
    document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN'
  }, [lang])
  return (
    <ConfigProvider
      theme={theme}
      locale={lang === 'en' ? enUS : zhCN}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      <Language.Provider value={language}>
        <Routes>
          <Route path="/password" element={<NewPassword />} />
          <Route path="/signin" element={<Arrival />} />
          <Route path="/first" element={<NewPassword makes />} />
          <Route
            path="*"
            element={
              <Gate>
                <Inside />
              </Gate>
            }
          />
        </Routes>
      </Language.Provider>
    </ConfigProvider>
  )
}

/** The page, for who is let in; of the graph it asks only who may read it. */
function Inside() {
  const reads = useMay()('graph.read')
  const meta = useApi('/meta', { query: { as_of: present } }, reads, minute)
  const moment = useAskedMoment(reads)
  return (
    <MetaContext.Provider value={meta.data}>
      <MomentContext.Provider value={moment}>
        <Shell>
          <Contents />
        </Shell>
      </MomentContext.Provider>
    </MetaContext.Provider>
  )
}

/** The page of the address. Who may not read the graph begins where they have to do. */
function Contents() {
  const { pathname } = useLocation()
  const may = useMay()
  const manages = may('account.manage') || may('settings.manage')
  const begin = manages ? '/management' : may('audit.read') ? '/audit' : '/me'
  const owes = useSession()?.owes !== undefined // then there is one page only, which says what
  return (
    <Guard at={pathname} broken={(again) => <Broken again={again} />}>
      <Routes>
        {!owes && !may('graph.read') && <Route path="/" element={<Navigate replace to={begin} />} />}
        {pages
          .filter(({ path }) => !owes || path === '/me')
          .map(({ path, need, Page }) => (
            <Route
              key={path}
              path={owes ? '*' : path}
              element={owes || shown({ need }, may) ? <Page /> : <NotAllowed need={[need].flat()[0]!} />}
            />
          ))}
        {!owes && <Route path="/lists" element={<Moved />} />}
        {!owes && <Route path="*" element={<NotFound />} />}
      </Routes>
    </Guard>
  )
}

/** The lists had a page of their own; what was bookmarked of it is found where it is now. */
function Moved() {
  const place = new URLSearchParams(useLocation().search)
  place.set('tab', 'lists')
  return <Navigate replace to={`/data?${place.toString()}`} />
}
