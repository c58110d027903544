/** The posts of a unit: who holds each since when, who stands in, and what may be done about it. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PostFile } from '../../../city/organisation/organisation.ts'
import { Button } from '../../../ui/Button.tsx'
import { Card, Facts, StatusTag } from '../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { today } from '../../today.ts'
import { useSend } from '../../call.ts'
import { useMay, useMe } from '../../me.ts'
import { organisation } from './calls.ts'
import { UnitHead } from './UnitHead.tsx'
import { HandOverDialog } from './HandOverDialog.tsx'
import { AppointDialog, DeputyDialog, PostDialog } from './PostDialogs.tsx'

/** All posts of the unit. */
export function UnitPosts({ id }: { id: string }) {
  const { t } = useWords()
  const posts = useQuery(organisation.listPostFiles.ask({ params: { id: id as never } }))
  const mayEdit = useMay('organisation.edit')
  const [isAdding, setAdding] = useState(false)
  return (
    <div className="stack">
      <UnitHead id={id} />
      {mayEdit && (
        <div className="row card-body">
          <Button icon="add" onPress={() => setAdding(true)}>
            {t('organisation.addPost')}
          </Button>
        </div>
      )}
      <Answer of={posts}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="person" title={t('organisation.noPosts')}>
              {t('organisation.noPostsHelp')}
            </EmptyState>
          ) : (
            <div className="stack">
              {items.map((post) => (
                <PostCard key={post.id} post={post} />
              ))}
            </div>
          )
        }
      </Answer>
      {isAdding && <PostDialog unit={id} onClose={() => setAdding(false)} />}
    </div>
  )
}

type Doing = 'edit' | 'appoint' | 'deputise' | 'handOver'

/** One post. */
function PostCard({ post }: { post: PostFile }) {
  const { t, read } = useWords()
  const me = useMe()
  const mayEdit = useMay('organisation.edit')
  const [doing, setDoing] = useState<Doing>()
  const now = post.holders.find(({ toOn }) => toOn === null)
  const mayDeputise = mayEdit || now?.id === me.person
  const close = () => setDoing(undefined)
  return (
    <Card title={read(post.title)}>
      <div className="stack">
        <Facts
          items={[
            [
              t('organisation.holder'),
              now ? (
                t('organisation.since', { name: now.name, day: now.fromOn })
              ) : (
                <StatusTag key="vacant" tone="amber">
                  {t('organisation.vacant')}
                </StatusTag>
              ),
            ],
            [t('organisation.role'), post.role === null ? t('organisation.noRole') : t(`role.${post.role}`)],
            ...(post.area ? [[t('organisation.worksFor'), read(post.area.name)] as const] : []),
            [t('organisation.deputies'), <Deputies key="deputies" post={post} mayEnd={mayDeputise} />],
            [t('organisation.before'), <Before key="before" post={post} />],
          ]}
        />
        <div className="row">
          {mayEdit && (
            <Button small icon="edit" onPress={() => setDoing('edit')}>
              {t('organisation.editPost')}
            </Button>
          )}
          {mayEdit && (
            <Button small icon="person" onPress={() => setDoing('appoint')}>
              {t('organisation.appoint')}
            </Button>
          )}
          {mayDeputise && now && (
            <Button small icon="calendar" onPress={() => setDoing('deputise')}>
              {t('organisation.absence')}
            </Button>
          )}
          {mayEdit && now && (
            <Button small icon="share" onPress={() => setDoing('handOver')}>
              {t('organisation.handOver')}
            </Button>
          )}
        </div>
      </div>
      {doing === 'edit' && <PostDialog unit={post.unit.id} post={post} onClose={close} />}
      {doing === 'appoint' && <AppointDialog post={post} onClose={close} />}
      {doing === 'deputise' && <DeputyDialog post={post} onClose={close} />}
      {doing === 'handOver' && <HandOverDialog post={post} onClose={close} />}
    </Card>
  )
}

/** Who stands in now or soon (代). */
function Deputies({ post, mayEnd }: { post: PostFile; mayEnd: boolean }) {
  const { t } = useWords()
  const end = organisationEnd(post)
  const standing = post.deputies.filter(({ toOn, endedOn }) => endedOn === null && toOn >= today())
  if (standing.length === 0) return <span className="quiet">{t('organisation.noDeputy')}</span>
  return (
    <div className="stack-s">
      {standing.map((deputy) => (
        <div className="row" key={deputy.id}>
          <StatusTag tone="violet">{t('organisation.acting')}</StatusTag>
          <span>{t('organisation.deputySince', { name: deputy.person.name, from: deputy.fromOn, to: deputy.toOn })}</span>
          {deputy.reason !== '' && <span className="quiet">{deputy.reason}</span>}
          {mayEnd && <EndDeputy ask={end(deputy.id)} />}
        </div>
      ))}
    </div>
  )
}

const organisationEnd = (post: PostFile) => (deputy: string) => ({ params: { id: post.id, deputy }, body: {} })

function EndDeputy({ ask }: { ask: ReturnType<ReturnType<typeof organisationEnd>> }) {
  const { t } = useWords()
  const end = useSend(organisation.endDeputy, { done: t('organisation.deputyEnded') })
  return (
    <Button small kind="quiet" isPending={end.isPending} onPress={() => end.send(ask)}>
      {t('organisation.endDeputy')}
    </Button>
  )
}

/** Who held the post before. */
function Before({ post }: { post: PostFile }) {
  const { t } = useWords()
  const past = post.holders.filter(({ toOn }) => toOn !== null)
  if (past.length === 0) return <span className="quiet">{t('organisation.nobodyBefore')}</span>
  return (
    <div className="stack-s">
      {past.map(({ id, name, fromOn, toOn }) => (
        <span key={`${id} ${fromOn}`}>{t('organisation.heldFromTo', { name, from: fromOn, to: toOn ?? '' })}</span>
      ))}
    </div>
  )
}
