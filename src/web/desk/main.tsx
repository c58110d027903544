/**
 * The desk starts here: look and language first, then the pages. A form is filled in in a document of its own, which runs nothing of
 * the desk: its policy lets the form engine run, and no page of the desk may have it.
 */
import '../missing.ts'
import '../../ui/tokens.css'
import '../../ui/base.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from '../../base/problem.ts'
import { wearLook } from '../../ui/look.ts'
import { speak, wishedLanguage } from '../../ui/words.tsx'
import { whenOver } from '../attendance.ts'
import { makeDeskRouter } from './router.tsx'

const isTransient = (error: unknown) => !(error instanceof Problem) || error.code === 'api.unreachable'

wearLook()
if (location.pathname.startsWith('/fill/')) void import('../fill/main.tsx')
else startDesk()

function startDesk(): void {
  const queries: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry: (failures, error) => failures < 1 && isTransient(error), refetchOnWindowFocus: false },
    },
  })
  // Whoever's session has ended is led to the door, wherever the refusal came from.
  whenOver(() => void queries.invalidateQueries({ queryKey: ['session', 'getMe'] }))
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
}
