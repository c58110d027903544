/** Choose a person and a call; read in sentences why they may make it, or may not. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CallLine, permissionsApi, type Why } from '../../../city/permissions/permissions.api.ts'
import { Card, Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls } from '../../call.ts'
import { usePeople } from '../organisation/calls.ts'

const permissions = calls('permissions', permissionsApi)

/** The question and its answer. */
export function WhyCard({ lines }: { lines: readonly CallLine[] }) {
  const { t, tAny } = useWords()
  const people = usePeople()
  const [person, setPerson] = useState<string | null>(null)
  const [call, setCall] = useState<string | null>(null)
  const isAsked = person !== null && call !== null
  const why = useQuery({ ...permissions.why.ask({ query: { person: person as never, call: call ?? '' } }), enabled: isAsked, retry: false })
  return (
    <Card title={t('permissions.whyTitle')}>
      <div className="stack">
        <div className="grid grid-2">
          <ComboBox key={`people ${people.length}`} label={t('organisation.person')} value={person} onChange={setPerson} options={people} />
          <ComboBox
            key={`calls ${lines.length}`}
            label={t('permissions.call')}
            value={call}
            onChange={setCall}
            options={lines.map((line) => ({ value: line.call, label: tAny(line.says), note: line.call }))}
          />
        </div>
        {isAsked && (
          <Answer of={why} lines={2}>
            {(answer) => <Verdict why={answer} />}
          </Answer>
        )}
      </div>
    </Card>
  )
}

function Verdict({ why }: { why: Why }) {
  const { t, tAny, read } = useWords()
  const values = { name: why.person.name, call: tAny(why.says) }
  const spoken = ({ role, reach, ...details }: Record<string, string>) => ({
    ...details,
    ...(role === undefined ? {} : { role: tAny(`role.${role}`) }),
    ...(reach === undefined ? {} : { reach: tAny(`permissions.reach.${reach}`) }),
  })
  return (
    <Note tone={why.allowed ? 'green' : 'amber'} title={why.allowed ? t('permissions.may', values) : t('permissions.mayNot', values)}>
      {!why.hasAccount && <p>{t('permissions.noAccount')}</p>}
      {why.posts.map(({ post, deputy, reasons }) => (
        <p key={post?.id ?? 'none'}>
          <span className="strong">
            {post === null ? t('permissions.asAccount') : t('permissions.asPost', { post: `${read(post.unit)} ${read(post.title)}` })}
            {deputy && `（${t('organisation.acting')}）`}
          </span>{' '}
          {reasons.map(({ says, details }) => tAny(says, spoken(details))).join(' ')}
        </p>
      ))}
    </Note>
  )
}
