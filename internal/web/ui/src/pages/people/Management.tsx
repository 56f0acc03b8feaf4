import { Tabs } from 'antd'
import { usePlace } from '../../app/place'
import { useMay } from '../../app/session'
import { useTitle } from '../../app/title'
import { useLang } from '../../i18n'
import { Accounts, Roles } from './Accounts'
import { Settings } from './Settings'

/** What administrators do, as far as each may: accounts and roles, settings. */
export default function Management() {
  const { t } = useLang()
  useTitle(t('management'))
  const place = usePlace()
  const may = useMay()
  const tabs = [
    { key: 'accounts', need: 'account.manage' as const, label: t('accounts'), children: <Accounts /> },
    { key: 'roles', need: 'account.manage' as const, label: t('rolesAndRights'), children: <Roles /> },
    { key: 'settings', need: 'settings.manage' as const, label: t('settings'), children: <Settings /> },
  ].filter((tab) => may(tab.need))
  const first = tabs[0]?.key
  return (
    <div className={place.get('account') ? 'with-drawer wide' : undefined}>
      <div className="page-head">
        <h1>{t('management')}</h1>
      </div>
      <Tabs
        activeKey={tabs.find((tab) => tab.key === place.get('tab'))?.key ?? first ?? ''}
        onChange={(key) => place.set({ tab: key === first ? undefined : key, account: undefined })}
        items={tabs.map(({ key, label, children }) => ({ key, label, children }))}
        destroyOnHidden
      />
    </div>
  )
}
