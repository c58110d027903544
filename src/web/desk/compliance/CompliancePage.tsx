/** Compliance mode: which restrictions hold and on what they rest; complaints and their answers; who looked at identities. */
import './compliance.css'
import { useState } from 'react'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { PageHeader } from '../../../ui/Page.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { compliance } from './calls.ts'
import { Complaints } from './Complaints.tsx'
import { Openings } from './Openings.tsx'
import { Persons } from './Persons.tsx'
import { Policies } from './Policies.tsx'
import { Retention } from './Retention.tsx'

const tabs = ['policies', 'complaints', 'openings', 'retention', 'persons'] as const
type Tab = (typeof tabs)[number]

/** The page. */
export function CompliancePage() {
  const { t } = useWords()
  const [at, setAt] = useAddress({ tab: 'policies' })
  const mayEdit = useMay('compliance.edit')
  const mayManage = useMay('privacy.manage')
  const may: Record<Tab, boolean> = {
    policies: true,
    complaints: useMay('complaints.answer'),
    openings: useMay('identity.audit'),
    retention: mayManage,
    persons: mayManage,
  }
  const [isPacking, setPacking] = useState(false)
  const seen = tabs.filter((tab) => may[tab])
  const tab = seen.find((id) => id === at.tab) ?? 'policies'
  return (
    <div className="page">
      <PageHeader
        title={t('nav.compliance')}
        subtitle={t('compliance.are')}
        actions={
          mayEdit && (
            <Button icon="download" onPress={() => setPacking(true)}>
              {t('compliance.packVerb')}
            </Button>
          )
        }
      />
      <Tabs
        label={t('nav.compliance')}
        value={tab}
        onChange={(next) => setAt({ tab: next })}
        tabs={seen.map((id) => ({ id, label: t(`compliance.tab.${id}`) }))}
      >
        {tab === 'policies' && <Policies />}
        {tab === 'complaints' && <Complaints />}
        {tab === 'openings' && <Openings />}
        {tab === 'retention' && <Retention />}
        {tab === 'persons' && <Persons />}
      </Tabs>
      {isPacking && <PackDialog onClose={() => setPacking(false)} />}
    </div>
  )
}

function PackDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [contact, setContact] = useState('')
  const [phone, setPhone] = useState('')
  return (
    <Dialog
      title={t('compliance.packVerb')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <LinkButton kind="primary" icon="download" href={compliance.exportPack.href({ query: { contact, phone } })} download>
            {t('compliance.packVerb')}
          </LinkButton>
        </>
      }
    >
      <div className="stack">
        <p className="quiet">{t('compliance.packHelp')}</p>
        <TextField label={t('compliance.packContact')} value={contact} onChange={setContact} maxLength={100} />
        <TextField label={t('compliance.packPhone')} type="tel" value={phone} onChange={setPhone} maxLength={40} />
      </div>
    </Dialog>
  )
}
