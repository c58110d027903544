/** The last signed head on one sheet of paper: as text that can be typed, and as a QR code of the same text. */
import './ledger.css'
import { useQuery } from '@tanstack/react-query'
import { encode } from 'uqr'
import { Button } from '../../../ui/Button.tsx'
import { Card, Facts, PageHeader } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ledger } from './calls.ts'

/** The page. */
export function HeadPage() {
  const { t, number, moment } = useWords()
  const state = useQuery(ledger.getLedger.ask({}))
  return (
    <div className="page">
      <PageHeader
        title={t('ledger.headTitle')}
        crumbs={[{ label: t('nav.ledger'), href: '/ledger' }]}
        subtitle={t('ledger.headHelp')}
        actions={
          <Button kind="primary" icon="file" onPress={() => window.print()}>
            {t('ledger.printNow')}
          </Button>
        }
      />
      <Answer of={state}>
        {({ head, key }) =>
          head === null ? (
            <Card>
              <EmptyState icon="lock" title={t('ledger.noHeads')}>
                {t('ledger.noHeadsHelp')}
              </EmptyState>
            </Card>
          ) : (
            <Card>
              <div className="head-sheet">
                <Qr text={head.note} label={t('ledger.qr')} />
                <div className="stack grow">
                  <Facts
                    items={[
                      [t('ledger.size'), number(head.size)],
                      [t('ledger.at'), moment(head.at)],
                      [t('ledger.hash'), t(`ledger.hash.${head.hash}`)],
                    ]}
                  />
                  <pre className="head-note">{head.note}</pre>
                  <h2 className="minor">{t('ledger.key')}</h2>
                  <pre className="head-note">{key}</pre>
                </div>
              </div>
            </Card>
          )
        }
      </Answer>
    </div>
  )
}

/** A QR code drawn as one path, black on white whatever the colours of the page. */
function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text)
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg className="head-qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
