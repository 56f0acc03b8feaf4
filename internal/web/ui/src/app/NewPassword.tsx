import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useLocation } from 'react-router'
import { send, type Problem } from '../api/client'
import { root } from '../api/root'
import { useLang } from '../i18n'
import { Refusal } from '../parts/form'
import { Brand } from './Brand'
import { useTitle } from './title'

type Given = { link: string; password: string; name?: string; post?: string }

/** Where a one-time link leads: the password of an account is set, or the first account made, with its name. */
export function NewPassword({ makes = false }: { makes?: boolean }) {
  const { t } = useLang()
  const link = useLocation().hash.slice(1) // which browsers send to nobody
  useTitle(t(makes ? 'firstAccount' : 'setPassword'))
  const [name, setName] = useState('')
  const [post, setPost] = useState('')
  const [password, setPassword] = useState('')
  const set = useMutation<{ account: string }, Problem, Given>({
    mutationFn: (given) => send('/session/link', {}, given),
  })
  return (
    <main className="signin">
      <div>
        <Brand />
        <h1>{t(makes ? 'firstAccount' : 'setPassword')}</h1>
        {set.data ? (
          <>
            <p role="status">{t('passwordSet')}</p>
            <Button type="primary" block href={`${root}/`}>
              {t('signIn')}
            </Button>
          </>
        ) : (
          <form
            className="signin-form"
            onSubmit={(event) => {
              event.preventDefault()
              set.mutate({ link, password, ...(makes && { name: name.trim(), post: post.trim() }) })
            }}
          >
            <p className="quiet">{t(makes ? 'firstAccountHelp' : 'setPasswordHelp')}</p>
            <Refusal problem={set.error} />
            {makes && (
              <>
                <label>
                  <span>{t('account')}</span>
                  <Input value={name} autoComplete="username" onChange={(e) => setName(e.target.value)} />
                </label>
                <label>
                  <span>{t('post')}</span>
                  <Input value={post} placeholder={t('accountHint')} onChange={(e) => setPost(e.target.value)} />
                </label>
              </>
            )}
            <label>
              <span>{t('password')}</span>
              <Input.Password
                value={password}
                autoComplete="new-password"
                onChange={(e) => setPassword(e.target.value)}
              />
            </label>
            <p className="quiet note">{t('passwordRule')}</p>
            <Button
              type="primary"
              htmlType="submit"
              block
              loading={set.isPending}
              disabled={!password || (makes && (!name.trim() || !post.trim()))}
            >
              {t('setPassword')}
            </Button>
          </form>
        )}
      </div>
    </main>
  )
}
