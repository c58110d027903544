/** Where I am signed in: device, since when, last seen; each can be ended, or all others at once. */
import { deviceName } from '../../../access/device.ts'
import { Button } from '../../../ui/Button.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { type CardProps, mine } from './calls.ts'

/** The card. */
export function Sessions({ account }: CardProps) {
  const { t, tAny, moment } = useWords()
  const end = useSend(mine.endSession, { done: t('access.sessionEnded') })
  const endOthers = useSend(mine.endOthers, { done: t('access.othersEnded') })
  const others = account.sessions.filter(({ isThis }) => !isThis)
  return (
    <Card
      title={t('access.sessions')}
      actions={
        others.length > 0 && (
          <Button small isPending={endOthers.isPending} onPress={() => endOthers.send({})}>
            {t('access.endOthers')}
          </Button>
        )
      }
    >
      <ul className="entries">
        {account.sessions.map(({ id, device, address, way, startedAt, seenAt, isThis }) => (
          <li key={id}>
            <span className="grow">
              <span className="strong">{deviceName(device) || t('access.unknownDevice')}</span>{' '}
              {isThis && <StatusTag tone="blue">{t('access.thisDevice')}</StatusTag>}
              <br />
              <span className="quiet small">
                {tAny(`access.way.${way}`)} · {address} · {t('access.since', { at: moment(startedAt) })}
                {seenAt !== null && ` · ${t('access.seenAt', { at: moment(seenAt) })}`}
              </span>
            </span>
            {!isThis && (
              <Button small isPending={end.isPending} onPress={() => end.send({ params: { id } })}>
                {t('access.endSession')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
