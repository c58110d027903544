/** The ledger (账本): how far it is sealed and signed, its check, its entries and heads, and the ways out for auditors. */
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { Card, PageHeader, StatTile } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { CheckNow } from './CheckNow.tsx'
import { ledger } from './calls.ts'
import { Entries } from './Entries.tsx'
import { Heads } from './Heads.tsx'

/** The page. */
export function LedgerPage() {
  const { t, number, moment } = useWords()
  const [at, setAt] = useAddress({ tab: 'entries' })
  const state = useQuery(ledger.getLedger.ask({}))
  const sign = useSend(ledger.sign, { done: t('ledger.signedNow') })
  const mayExport = useMay('ledger.export')
  return (
    <div className="page">
      <PageHeader
        title={t('nav.ledger')}
        subtitle={t('ledger.subtitle')}
        actions={
          <>
            <LinkButton icon="file" href="/ledger/head">
              {t('ledger.print')}
            </LinkButton>
            {mayExport && (
              <>
                <Button icon="lock" isDisabled={sign.isPending} onPress={() => sign.send({})}>
                  {t('ledger.sign')}
                </Button>
                <LinkButton icon="download" href={ledger.exportLedger.href({})} download>
                  {t('ledger.export')}
                </LinkButton>
              </>
            )}
          </>
        }
      />
      <Answer of={state} lines={3}>
        {({ recorded, size, head, hash }) => (
          <div className="tiles">
            <StatTile label={t('ledger.recorded')} value={number(recorded)} unit={t('ledger.facts')} />
            <StatTile label={t('ledger.sealed')} value={number(size)} unit={t('ledger.facts')} />
            <StatTile
              label={t('ledger.lastHead')}
              value={head === null ? '—' : number(head.size)}
              {...(head === null ? {} : { unit: t('ledger.facts') })}
              note={head === null ? t('ledger.never') : moment(head.at)}
            />
            <StatTile label={t('ledger.hash')} value={t(`ledger.hash.${hash}`)} />
          </div>
        )}
      </Answer>
      <Card>
        <CheckNow />
      </Card>
      <Tabs
        label={t('nav.ledger')}
        value={at.tab}
        onChange={(tab) => setAt({ tab })}
        tabs={[
          { id: 'entries', label: t('ledger.entries') },
          { id: 'heads', label: t('ledger.heads') },
        ]}
      >
        <Card flush>{at.tab === 'heads' ? <Heads /> : <Entries />}</Card>
      </Tabs>
    </div>
  )
}
