import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import './app/nonce'
import { passing, Problem, soon } from './api/client'
import { root } from './api/root'
import { App } from './app/App'
import { Guard } from './app/Guard'
import { begin } from './app/pages'
import { noticeEnd } from './app/session'
import { Broken } from './parts/region'
import './style.css'

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => noticeEnd(client, error) }),
  mutationCache: new MutationCache({ onError: (error) => noticeEnd(client, error) }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      networkMode: 'always', // the server may be on this machine, or in a network without the internet
      // The store comes back by itself; a wrong question does not become right.
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
      refetchInterval: (query) => (passing(query.state.error) ? soon : false),
    },
    mutations: { networkMode: 'always' },
  },
})

begin(client, { pathname: window.location.pathname.slice(root.length), search: window.location.search })

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Guard broken={(again) => <Broken again={again} />}>
      <QueryClientProvider client={client}>
        <BrowserRouter basename={root || undefined}>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </Guard>
  </StrictMode>,
)

// The fonts of characters that only people type are told last; till then, and without them, the system's are taken.
window.addEventListener('load', () => setTimeout(() => void import('./fonts/rest.css').catch(() => undefined), 2000))
