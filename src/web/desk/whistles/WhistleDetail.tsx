/** One whistle: what it is about, what each called unit owes by when and did, the reader's steps, the joint record. */
import '../cases/cases.css'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { type Owing, owings } from '../../../whistles/kinds.ts'
import type { WhistleFile, WhistleMoment } from '../../../whistles/whistles.api.ts'
import { Link } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Card, Facts, Note, StatusTag, type Tone } from '../../../ui/Page.tsx'
import { PhotoGrid } from '../../../ui/Photos.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ProofLink } from '../ledger/ProofLink.tsx'
import { photosOf } from '../parts/proof.tsx'
import { toneOfState, whistles } from './calls.ts'
import { WhistleSteps } from './WhistleSteps.tsx'

/** The panel. */
export function WhistleDetail({ id }: { id: string }) {
  const file = useQuery(whistles.get.ask({ params: { id: id as never } }))
  return <Answer of={file}>{(it) => <Whole it={it} />}</Answer>
}

function Whole({ it }: { it: WhistleFile }) {
  const { t, read, moment } = useWords()
  return (
    <div className="stack">
      <Card title={`${it.no} ${read(it.name)}`}>
        <div className="stack">
          <div className="row">
            <StatusTag tone={toneOfState[it.state]}>{t(`whistles.state.${it.state}`)}</StatusTag>
            {it.height > 0 && (
              <StatusTag tone="red" icon="alert">
                {t(`whistles.height.${it.height as 1 | 2}`)}
              </StatusTag>
            )}
          </div>
          <p className="strong">{it.text}</p>
          <Facts
            items={[
              [t('whistles.column.raiser'), read(it.unit.title)],
              [t('whistles.column.raised'), moment(it.raisedAt)],
              [t('whistles.column.due'), moment(it.dueAt)],
              [
                t('whistles.cases'),
                <span key="cases" className="stack-s">
                  {it.cases.map(({ id, no, text }) => (
                    <Link key={id} href={`/cases/${id}`}>{`${no} ${text.slice(0, 40)}`}</Link>
                  ))}
                </span>,
              ],
            ]}
          />
          {it.unpublished.length > 0 && (
            <Note tone="amber">{t('whistles.unpublished', { years: it.unpublished.join(t('whistles.comma')) })}</Note>
          )}
          <WhistleSteps it={it} />
        </div>
      </Card>
      <Card title={t('whistles.parties')}>
        <div className="stack">
          {it.parties.map((party) => (
            <Party key={party.unit.id} it={party} />
          ))}
        </div>
      </Card>
      <Card title={t('whistles.record')}>
        <ol className="history">
          {it.history.toReversed().map((one) => (
            <Moment key={one.seq} it={one} />
          ))}
        </ol>
      </Card>
    </div>
  )
}

type PartyFile = WhistleFile['parties'][number]

/** Done, late, or still to do by when. */
function OwedTag({ it, owing }: { it: PartyFile; owing: Owing }) {
  const { t, moment } = useWords()
  const owed = it.owes[owing]
  if (owed === null) return null
  const done = { signIn: it.signedInAt, reply: it.repliedAt, finish: it.finishedAt }[owing]
  const isLate = done === null ? it.late.includes(owing) : done > owed.dueAt
  const tone: Tone = isLate ? 'red' : done === null ? 'grey' : 'green'
  return (
    <StatusTag tone={tone} {...(isLate ? { icon: 'alert' as const } : done === null ? {} : { icon: 'check' as const })}>
      {`${t(`whistles.owing.${owing}`)} ${done === null ? t('whistles.by', { at: moment(owed.dueAt) }) : moment(done)}`}
    </StatusTag>
  )
}

function Party({ it }: { it: PartyFile }) {
  const { t, read } = useWords()
  return (
    <section className="stack-s">
      <p>
        <span className="strong">{read(it.unit.title)}</span> <span className="quiet">{t(`whistles.role.${it.role}`)}</span>
      </p>
      <div className="row">
        {owings.map((owing) => (
          <OwedTag key={owing} it={it} owing={owing} />
        ))}
      </div>
      {it.reply && <Reply it={it.reply} />}
      {it.rating && <p>{t('whistles.starsFrom', { stars: rated(t('whistles.stars', { n: it.rating.stars }), it.rating.note) })}</p>}
      {it.back && <p>{t('whistles.starsBack', { stars: rated(t('whistles.stars', { n: it.back.stars }), it.back.note) })}</p>}
    </section>
  )
}

const rated = (stars: string, note: string): string => (note === '' ? stars : `${stars} ${note}`)

/** The four elements. */
function Reply({ it }: { it: NonNullable<PartyFile['reply']> }) {
  const { t, moment, day } = useWords()
  return (
    <Facts
      items={[
        [t('whistles.reply.acceptedAt'), moment(it.acceptedAt)],
        [t('whistles.reply.contacted'), it.contacted],
        [t('whistles.reply.measure'), it.measure],
        [t('whistles.reply.deadline'), day(it.deadline)],
      ]}
    />
  )
}

function Moment({ it }: { it: WhistleMoment }) {
  const { t, read, moment } = useWords()
  const word = t(`whistles.did.${it.kind}` as 'whistles.did.raised')
  const isBad = it.kind === 'escalated' || it.kind === 'sentBack'
  const parts = [
    it.unit && read(it.unit.title),
    it.stars !== null && t('whistles.stars', { n: it.stars }),
    it.called && read(it.called.title),
  ]
  return (
    <li className={isBad ? 'moment moment-back' : 'moment'}>
      <span className="moment-dot">
        <Icon name={isBad ? 'alert' : 'check'} size={1} />
      </span>
      <div className="grow stack-s">
        <p>
          <span className="strong">{word}</span>
          {parts.filter(Boolean).map((part) => (
            <Fragment key={String(part)}> · {part}</Fragment>
          ))}
        </p>
        {it.escalated && <p>{t('whistles.wentTo', { owing: it.escalated.owing, to: addressee(it, t, read) })}</p>}
        {it.reply ? <Reply it={it.reply} /> : it.note !== '' && <p>{it.note}</p>}
        {it.photos.length > 0 && <PhotoGrid photos={photosOf(it.photos, word)} />}
        <p className="small quiet">
          {moment(it.at)} {it.by?.name ?? t('cases.byItself')} <ProofLink seq={it.seq} />
        </p>
      </div>
    </li>
  )
}

type Said = ReturnType<typeof useWords>

/** The unit or post that it went to, or what that one is called. */
const addressee = ({ escalated }: WhistleMoment, t: Said['t'], read: Said['read']): string =>
  read(escalated!.toUnit?.title ?? escalated!.toPost) || t(`whistles.to.${escalated!.to}`)
