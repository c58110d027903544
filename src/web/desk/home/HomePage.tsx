/** My work today: what waits for the person who is signed in, by role. */
import { PageHeader } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../clock.ts'
import { useMe } from '../../me.ts'

/** The first page after sign-in. */
export function HomePage() {
  const { t, read, day } = useWords()
  const me = useMe()
  return (
    <div className="page">
      <PageHeader
        title={t('home.title')}
        subtitle={t('home.greeting', { name: me.name, place: me.unit ? read(me.unit.title) : read(me.city.title), day: day(today()) })}
      />
    </div>
  )
}
