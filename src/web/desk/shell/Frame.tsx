/** Around every page: links go through the router, dates and numbers follow the language, messages appear at the foot. */
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { Toasts } from '../../../ui/Toast.tsx'
import { useWords } from '../../../ui/words.tsx'

/** What pages stand in. */
export function Frame({ children }: { children: ReactNode }) {
  const router = useRouter()
  const { language } = useWords()
  return (
    <I18nProvider locale={language === 'en' ? 'en-US' : language}>
      <RouterProvider navigate={(href) => router.history.push(href)}>
        {children}
        <Toasts />
      </RouterProvider>
    </I18nProvider>
  )
}
