/** The burden of the grassroots: what was asked of each street and community in a week, own week first for those who are asked. */
import { useState } from 'react'
import { mondayOf, weekOf } from '../../../burden/burden.ts'
import { addDays } from '../../../base/time.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { PageHeader } from '../../../ui/Page.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../today.ts'
import { useMay, useMe } from '../../me.ts'
import { AppealDialog, wantedIn } from './AppealForm.tsx'
import { Appeals } from './Appeals.tsx'
import { Asks } from './Asks.tsx'
import { burden } from './calls.ts'
import { Rates } from './Rates.tsx'
import { RequestDialog } from './RequestDialog.tsx'
import { Tight } from './Tight.tsx'
import { Weeks } from './Weeks.tsx'

const tabs = ['weeks', 'mine', 'asks', 'appeals', 'rates'] as const
type Tab = (typeof tabs)[number]
const weeksBack = 12

/** The page. */
export function BurdenPage() {
  const { t, day } = useWords()
  const me = useMe()
  const isAsked = me.role === 'street'
  const [at, setAt] = useAddress({ tab: isAsked ? 'mine' : 'weeks', week: '', unit: '', appeal: '', kind: '', thing: '', text: '' })
  const wanted = wantedIn(at)
  const mayAsk = useMay('burden.ask')
  const [isAsking, setAsking] = useState(false)
  const now = weekOf(today())
  const week = at.week === '' ? now : at.week
  const weeks = Array.from({ length: weeksBack }, (_, back) => weekOf(addDays(mondayOf(now), -7 * back)))
  const from = weeks.at(-1)!
  const tab = tabs.find((id) => id === at.tab) ?? 'weeks'
  return (
    <div className="page">
      <PageHeader
        title={t('nav.burden')}
        subtitle={t('burden.are')}
        actions={
          <>
            <LinkButton icon="download" href={burden.export.href({ query: { from, week } })} download>
              {t('ui.export')}
            </LinkButton>
            {mayAsk && (
              <Button kind="primary" icon="add" onPress={() => setAsking(true)}>
                {t('burden.ask')}
              </Button>
            )}
          </>
        }
      />
      <Select
        label={t('burden.week')}
        value={week}
        onChange={(next) => setAt({ week: next === now ? '' : next })}
        options={weeks.map((value) => ({ value, label: t('burden.weekFrom', { week: value, day: day(mondayOf(value)) }) }))}
      />
      <Tabs
        label={t('nav.burden')}
        value={tab as Tab}
        onChange={(next) => setAt({ tab: next, unit: '' })}
        tabs={tabs.filter((id) => id !== 'mine' || me.unit !== null).map((id) => ({ id, label: t(`burden.tab.${id}`) }))}
      >
        {tab === 'weeks' && at.unit === '' && week === now && <Tight />}
        {tab === 'weeks' && <Weeks week={week} from={from} unit={at.unit} onUnit={(unit) => setAt({ unit }, true)} />}
        {tab === 'mine' && <Asks week={week} mine />}
        {tab === 'asks' && <Asks week={week} />}
        {tab === 'appeals' && <Appeals />}
        {tab === 'rates' && <Rates />}
      </Tabs>
      {at.appeal !== '' && wanted && (
        <AppealDialog units={at.appeal.split(',')} wanted={wanted} onClose={() => setAt({ appeal: '', kind: '', thing: '', text: '' })} />
      )}
      {isAsking && <RequestDialog onClose={() => setAsking(false)} />}
    </div>
  )
}
