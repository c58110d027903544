/** The foot of every page. Compliance mode: what the product does not do, and where to complain, stand on every face. */
import { Link } from '../../../ui/Button.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMe } from '../../me.ts'
import { ComplaintEntry } from '../compliance/ComplaintEntry.tsx'

/** The foot. */
export function Foot() {
  const { t } = useWords()
  const { city } = useMe()
  return (
    <footer className="foot">
      {city.demo && <p>{t('shell.demo')}</p>}
      <p>
        <Link href="/compliance">{t('shell.compliance')}</Link>
      </p>
      <ComplaintEntry city={city.code} />
    </footer>
  )
}
