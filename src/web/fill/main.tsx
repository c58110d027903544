/** Filling in a form starts here: a document of its own beside the desk, because its engine needs a policy that no other page has. */
import './fill.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { speak, wishedLanguage } from '../../ui/words.tsx'
import { FillPage } from './FillPage.tsx'

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: Infinity } } })

void speak(wishedLanguage()).then(() =>
  createRoot(document.getElementById('desk')!).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <FillPage />
      </QueryClientProvider>
    </StrictMode>,
  ),
)
