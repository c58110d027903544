/** Handing over: the post to somebody else, or its open work to another post; the list is shown before it is sent. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { ComboBox, type Option, Select } from '../../../ui/Select.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { city } from '../parts/places.ts'
import { organisation } from './calls.ts'
import { OpenItems } from './Handovers.tsx'
import { Actions, type OfPost, PersonFields, useSomebody } from './PostDialogs.tsx'

/** Posts that somebody holds, but for one; with unit and holder. */
function useOtherPosts(but: string): Option[] {
  const { read } = useWords()
  const { data } = useQuery({ ...city.listPosts.ask({ query: { limit: 1000 } }), staleTime: 60_000 })
  return (data?.items ?? []).flatMap((post) =>
    post.id === but || !post.holder
      ? []
      : [{ value: post.id as string, label: `${read(post.ofUnit)} ${read(post.title)}`, note: post.holder.name }],
  )
}

/** Hands the post over; the list shows what goes along before it is sent. */
export function HandOverDialog({ post, onClose }: OfPost) {
  const { t } = useWords()
  const { fields, somebody, isReady } = useSomebody()
  const [way, setWay] = useState<'person' | 'post'>('person')
  const [toPost, setToPost] = useState<string | null>(null)
  const posts = useOtherPosts(post.id)
  const [id] = useState(() => v7())
  const [on, setOn] = useState(today())
  const [note, setNote] = useState('')
  const work = useQuery(organisation.listOpenWork.ask({ params: { id: post.id } }))
  const give = useSend(organisation.handOver, {
    done: t('organisation.handedOver'),
    touches: ['city', 'duties', 'cases', 'session'],
    onDone: onClose,
  })
  return (
    <Dialog
      title={t('organisation.handOver')}
      place="wide"
      isOpen
      onClose={onClose}
      actions={
        <Actions
          onClose={onClose}
          verb={t('organisation.handOver')}
          isPending={give.isPending}
          isReady={(way === 'person' ? isReady : toPost !== null) && on !== ''}
          onSend={() =>
            give.send({
              params: { id: post.id },
              body: { id, onDay: on, note, ...(way === 'person' ? { person: somebody } : { toPost: toPost as never }) },
            })
          }
        />
      }
    >
      <div className="stack">
        <Select
          label={t('organisation.way')}
          value={way}
          onChange={setWay}
          options={[
            { value: 'person', label: t('organisation.way.person') },
            { value: 'post', label: t('organisation.way.post') },
          ]}
        />
        {way === 'person' ? (
          <PersonFields {...fields} />
        ) : (
          <ComboBox
            key={posts.length}
            label={t('organisation.toPost')}
            help={t('organisation.wayPostHelp')}
            value={toPost}
            onChange={setToPost}
            options={posts}
            isRequired
          />
        )}
        <DatePicker label={t('organisation.onDay')} value={on} onChange={setOn} isRequired />
        <TextField label={t('organisation.note')} rows={2} value={note} onChange={setNote} maxLength={1000} />
        <h3>{t('organisation.openWork')}</h3>
        <Answer of={work} lines={3}>
          {({ items }) => <OpenItems items={items} />}
        </Answer>
      </div>
    </Dialog>
  )
}
