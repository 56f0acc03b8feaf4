import { LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { end, type Problem } from '../api/client'
import { root } from '../api/root'
import { useLang } from '../i18n'
import { useGo } from './place'
import { useSession } from './session'

/** Who signed in, with the way to their account and out; without accounts, that there are none. */
export function Me() {
  const { t } = useLang()
  const go = useGo()
  const session = useSession()
  const out = useMutation<void, Problem>({
    mutationFn: () => end('/session', {}),
    onSettled: () => window.location.assign(`${root}/`),
  })
  if (!session) return null
  if (session.mode === 'alone') return <span className="quiet note roomy">{t('aloneMode')}</span>
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'me', icon: <UserOutlined />, label: t('myAccount'), onClick: () => go('/me') },
          { key: 'out', icon: <LogoutOutlined />, label: t('signOut'), onClick: () => out.mutate() },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={session.post ?? ''}>
        <span className="roomy">{session.post}</span>
      </Button>
    </Dropdown>
  )
}
