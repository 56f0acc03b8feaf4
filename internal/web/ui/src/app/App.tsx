import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useEffect, useMemo } from 'react'
import { Route, Routes, useLocation, useSearchParams } from 'react-router'
import { present, useApi } from '../api/client'
import { Language, say, type Lang } from '../i18n'
import { Broken, NotFound } from '../parts/region'
import { theme } from '../theme'
import { Guard } from './Guard'
import { late } from './late'
import { MomentContext, useAskedMoment } from './moment'
import { Shell } from './Shell'
import { MetaContext } from './terms'

const Overview = late('Overview', () => import('../pages/Overview'))
const Chain = late('Chain', () => import('../pages/Chain'))
const Gaps = late('Gaps', () => import('../pages/Gaps'))
const Investment = late('Investment', () => import('../pages/Investment'))
const Enterprises = late('Enterprises', () => import('../pages/Enterprises'))
const Enterprise = late('Enterprise', () => import('../pages/Enterprise'))
const History = late('History', () => import('../pages/History'))
const Thing = late('Thing', () => import('../pages/Thing'))

const minute = 60_000

export function App() {
  const [params] = useSearchParams()
  const { pathname } = useLocation()
  const lang: Lang = params.get('lang') === 'en' ? 'en' : 'zh'
  const meta = useApi('/meta', { query: { as_of: present } }, true, minute)
  const moment = useAskedMoment()
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
          <MomentContext.Provider value={moment}>
            <Shell>
              <Guard at={pathname} broken={(again) => <Broken again={again} />}>
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
              </Guard>
            </Shell>
          </MomentContext.Provider>
        </MetaContext.Provider>
      </Language.Provider>
    </ConfigProvider>
  )
}
