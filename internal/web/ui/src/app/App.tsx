import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { Route, Routes, useSearchParams } from 'react-router'
import { useApi } from '../api/client'
import { Language, say, type Lang } from '../i18n'
import { NotFound } from '../parts/region'
import { theme } from '../theme'
import { Shell } from './Shell'
import { MetaContext } from './terms'

const Overview = lazy(() => import('../pages/Overview'))
const Chain = lazy(() => import('../pages/Chain'))
const Gaps = lazy(() => import('../pages/Gaps'))
const Investment = lazy(() => import('../pages/Investment'))
const Enterprises = lazy(() => import('../pages/Enterprises'))
const Enterprise = lazy(() => import('../pages/Enterprise'))
const History = lazy(() => import('../pages/History'))
const Thing = lazy(() => import('../pages/Thing'))

export function App() {
  const [params] = useSearchParams()
  const lang: Lang = params.get('lang') === 'en' ? 'en' : 'zh'
  const meta = useApi('/meta', {})
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
        <MetaContext.Provider value={meta.data}>
          <Shell>
            <Suspense fallback={null}>
              <Routes>
                <Route path="/" element={<Overview />} />
                <Route path="/chains/:key" element={<Chain />} />
                <Route path="/gaps" element={<Gaps />} />
                <Route path="/investment" element={<Investment />} />
                <Route path="/enterprises" element={<Enterprises />} />
                <Route path="/enterprises/:key" element={<Enterprise />} />
                <Route path="/history" element={<History />} />
                <Route path="/things/:id" element={<Thing />} />
                <Route path="*" element={<NotFound />} />
              </Routes>
            </Suspense>
          </Shell>
        </MetaContext.Provider>
      </Language.Provider>
    </ConfigProvider>
  )
}
