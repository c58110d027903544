/** Where cases come from (案件来源): what residents and their apps may report, and other cities whose requests become cases here. */
import { useAddress } from '../../../../ui/address.ts'
import { PageHeader } from '../../../../ui/Page.tsx'
import { Tabs } from '../../../../ui/Tabs.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useMay } from '../../../me.ts'
import { Endpoints } from './Endpoints.tsx'
import { PublicKinds } from './PublicKinds.tsx'

/** The page. */
export function SourcesPage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ tab: 'kinds' })
  const mayEdit = useMay('city.edit')
  const tabs = [{ id: 'kinds', label: t('sources.kinds') }, ...(mayEdit ? [{ id: 'endpoints', label: t('sources.endpoints') }] : [])]
  return (
    <div className="page">
      <PageHeader title={t('sources.title')} subtitle={t('sources.are')} crumbs={[{ label: t('nav.cases'), href: '/cases' }]} />
      <Tabs label={t('sources.title')} value={at.tab} onChange={(tab) => setAt({ tab })} tabs={tabs}>
        {at.tab === 'endpoints' && mayEdit ? <Endpoints /> : <PublicKinds mayEdit={mayEdit} />}
      </Tabs>
    </div>
  )
}
