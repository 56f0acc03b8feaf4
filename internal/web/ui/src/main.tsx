import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { Problem } from './api/client'
import { App } from './app/App'
import './style.css'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // The store comes back by itself; a wrong question does not become right.
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
      refetchInterval: (query) =>
        query.state.error instanceof Problem && (query.state.error.status === 0 || query.state.error.status === 503)
          ? 5_000
          : false,
    },
  },
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
)
