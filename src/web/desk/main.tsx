/** The desk starts here: look and language first, then the pages. */
import '../missing.ts'
import '../../ui/tokens.css'
import '../../ui/base.css'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from '../../base/problem.ts'
import { wearLook } from '../../ui/look.ts'
import { speak, wishedLanguage } from '../../ui/words.tsx'
import { makeDeskRouter } from './router.tsx'

const isTransient = (error: unknown) => !(error instanceof Problem) || error.code === 'api.unreachable'

wearLook()
/** Whoever's session has ended is led to the door, wherever the refusal came from. */
const onError = (error: unknown) => {
  if (error instanceof Problem && error.code === 'api.signIn') void queries.invalidateQueries({ queryKey: ['session', 'getMe'] })
}
const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, { queryKey }) => queryKey[0] !== 'session' && onError(error) }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (failures, error) => failures < 1 && isTransient(error), refetchOnWindowFocus: false },
  },
})
const router = makeDeskRouter()

void speak(wishedLanguage()).then(() =>
  createRoot(document.getElementById('desk')!).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  ),
)
