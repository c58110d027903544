/** The field starts here: what the device keeps, then the first screen. Everything that needs a network comes after. */
import '../missing.ts'
import '../../ui/tokens.css'
import '../../ui/base.css'
import '../../ui/button.css'
import './field.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { v7 } from 'uuid'
import { wearLook } from '../../ui/look.ts'
import { speak, wishedLanguage } from '../../ui/words.tsx'
import { readDay } from './day.ts'
import { FieldApp } from './FieldApp.tsx'
import { putMeta, readMeta } from './keep.ts'

wearLook()

/** When the first screen stands: what comes after must not keep it waiting. A tab that nobody looks at draws nothing, and goes on. */
const shown = () => new Promise<void>((done) => void requestIdleCallback(() => done(), { timeout: 1500 }))

async function start(): Promise<void> {
  await Promise.all([speak(wishedLanguage()), readDay()])
  createRoot(document.getElementById('field')!).render(
    <StrictMode>
      <FieldApp />
    </StrictMode>,
  )
  await shown()
  if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/field-sw.js', { scope: '/field' })
  if ((await readMeta('device')) === undefined) await putMeta('device', v7())
  const { startSending } = await import('./send.ts')
  startSending()
  const { followDay } = await import('./tellFirst.ts')
  followDay()
}

/** A form is filled in in a document of its own, which runs nothing of the app: its policy lets the form engine run. */
if (location.pathname.startsWith('/field/fill/')) void import('./FormPage.tsx').then(({ startFilling }) => startFilling())
else void start()
