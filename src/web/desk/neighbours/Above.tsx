/** The city above: which one it is, what is published and shared to it, and taken back. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import { Button } from '../../../ui/Button.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, Facts } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { neighbours } from './calls.ts'
import { months, useFigures } from './figures.ts'
import { ParentDialog } from './ParentDialog.tsx'

/** The city above: publish the month, share the cases, take it back. */
export function Above() {
  const { t, read, moment } = useWords()
  const above = useQuery(neighbours.getAbove.ask({}))
  const publish = useSend(neighbours.publish, { done: t('neighbours.published') })
  const share = useSend(neighbours.share, { done: t('neighbours.shared') })
  const end = useSend(neighbours.endShare, { done: t('neighbours.shareEnded') })
  const [reason, setReason] = useState('')
  const [isSetting, setSetting] = useState(false)
  const figures = useFigures()
  return (
    <Card title={t('neighbours.above')}>
      <Answer of={above} lines={3}>
        {({ parent, rollups, shares }) => {
          const open = shares.find(({ endedAt }) => endedAt === null)
          if (!parent)
            return (
              <div className="stack">
                <p className="quiet">{t('neighbours.noParent')}</p>
                <div className="row">
                  <Button icon="share" onPress={() => setSetting(true)}>
                    {t('neighbours.setParent')}
                  </Button>
                </div>
                {isSetting && <ParentDialog onClose={() => setSetting(false)} />}
              </div>
            )
          return (
            <div className="stack">
              <Facts
                items={[
                  [t('neighbours.parent'), read(parent.title)],
                  [
                    t('neighbours.cases'),
                    open ? t('neighbours.sharedSince', { at: moment(open.fromAt), reason: open.reason }) : t('neighbours.notShared'),
                  ],
                ]}
              />
              <div className="row">
                <Button kind="primary" isPending={publish.isPending} onPress={() => publish.send({ body: { period: months()[0]! } })}>
                  {t('neighbours.publish')}
                </Button>
                <Button onPress={() => setSetting(true)}>{t('neighbours.changeParent')}</Button>
                {open && (
                  <Button isPending={end.isPending} onPress={() => end.send({ params: { id: open.id }, body: {} })}>
                    {t('neighbours.endShare')}
                  </Button>
                )}
              </div>
              {!open && (
                <div className="row">
                  <TextField label={t('neighbours.reason')} value={reason} onChange={setReason} maxLength={1000} />
                  <Button
                    isDisabled={reason.trim() === ''}
                    isPending={share.isPending}
                    onPress={() => share.send({ body: { id: v7(), what: 'cases', reason } })}
                  >
                    {t('neighbours.share')}
                  </Button>
                </div>
              )}
              {isSetting && <ParentDialog now={parent.code} onClose={() => setSetting(false)} />}
              <DataTable
                few
                label={t('neighbours.published')}
                rows={rollups}
                idOf={({ period }) => period}
                columns={[{ id: 'month', title: t('neighbours.month'), nowrap: true, cell: ({ period }) => period }, ...figures]}
              />
            </div>
          )
        }}
      </Answer>
    </Card>
  )
}
