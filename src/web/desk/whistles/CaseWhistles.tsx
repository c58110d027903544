/** The whistles of one case, on its page: who was called, how far it is, and the way to raise one. */
import { useQuery } from '@tanstack/react-query'
import type { CaseId } from '../../../base/ids.ts'
import { Link, LinkButton } from '../../../ui/Button.tsx'
import { Card, StatusTag } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay } from '../../me.ts'
import { toneOfState, whistles } from './calls.ts'

/** The panel; nothing for who may not read whistles. */
export function CaseWhistles({ id, isOpen }: { id: string; isOpen: boolean }) {
  const { t } = useWords()
  const mayRead = useMay('whistles.read')
  const mayRaise = useMay('whistles.raise') && isOpen
  const asked = useQuery({ ...whistles.list.ask({ query: { case: id as CaseId, limit: 20 } }), enabled: mayRead })
  if (!mayRead) return null
  const raise = mayRaise && (
    <LinkButton small icon="share" href={`/whistles?raise=${id}`}>
      {t('whistles.new')}
    </LinkButton>
  )
  return (
    <Card title={t('whistles.ofCase')} {...(raise ? { actions: raise } : {})}>
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('whistles.ofCaseNone')}</p>
          ) : (
            <ul className="stack-s">
              {items.map((it) => (
                <Line key={it.id} it={it} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}

type Item = Awaited<ReturnType<typeof whistles.list>>['items'][number]

function Line({ it }: { it: Item }) {
  const { t, read, moment } = useWords()
  return (
    <li className="stack-s">
      <p className="row">
        <Link href={`/whistles?open=${it.id}`}>{`${it.no} ${read(it.name)}`}</Link>
        <StatusTag tone={toneOfState[it.state]}>{t(`whistles.state.${it.state}`)}</StatusTag>
        {it.height > 0 && (
          <StatusTag tone="red" icon="alert">
            {t(`whistles.height.${it.height as 1 | 2}`)}
          </StatusTag>
        )}
      </p>
      <p className="small quiet">
        {[
          read(it.unit.title),
          it.parties.map(({ unit }) => read(unit.title)).join(t('whistles.comma')),
          t('whistles.signedInOf', { n: it.parties.filter(({ signedInAt }) => signedInAt !== null).length, of: it.parties.length }),
          moment(it.raisedAt),
        ].join(' · ')}
      </p>
    </li>
  )
}
