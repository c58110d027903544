/** The way to the phone's app, for whoever looks in the field. It is a page of its own, so the browser goes there itself, past the router. */
import { Icon } from '../../../ui/Icon.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'

/** The link; nothing for who records no visits. */
export function FieldLink({ className = 'button button-plain' }: { className?: string }) {
  const { t } = useWords()
  const records = useMay('inspections.record')
  if (!records) return null
  return (
    <a className={className} href="/field">
      <Icon name="camera" />
      <span className="side-word">{t('nav.field')}</span>
    </a>
  )
}
