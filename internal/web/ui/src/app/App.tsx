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
import { NewPassword } from './NewPassword'
import { pages } from './pages'
import { Gate, useMay } from './session'
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
  const begin = may('account.manage') ? '/management' : may('audit.read') ? '/audit' : '/me'
  return (
    <Guard at={pathname} broken={(again) => <Broken again={again} />}>
      <Routes>
        {!may('graph.read') && <Route path="/" element={<Navigate replace to={begin} />} />}
        {pages.map(({ path, need, Page }) => (
          <Route key={path} path={path} element={may(need) ? <Page /> : <NotAllowed need={need} />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Guard>
  )
}
