/** What checks found in photos, as sentences: below a visit, a case or a photo that is open large. Facts, never accusations. */
import { useQuery } from '@tanstack/react-query'
import type { EvidenceId } from '../../../base/ids.ts'
import { type PhotoFact, type Proved, provenanceApi } from '../../../provenance/provenance.api.ts'
import { figuresOf } from '../../../provenance/sentence.ts'
import { Button, Link } from '../../../ui/Button.tsx'
import { Facts, Note } from '../../../ui/Page.tsx'
import { useWords, type Word, type Words } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { ErasePhoto } from './ErasePhoto.tsx'

/** The calls of what photos say. */
export const provenance = calls('provenance', provenanceApi)

/** A fact as a sentence. */
export const sayFact = ({ t, language }: Pick<Words, 't' | 'language'>, fact: PhotoFact): string =>
  t(`proof.fact.${fact.check}.${fact.reason}` as Word, figuresOf(fact, language) as never)

/** The page of what a photo was used for. */
export const aboutHref = (kind: Proved['kind'], id: string): string =>
  kind === 'whistle'
    ? `/whistles?open=${id}`
    : kind === 'answer'
      ? `/forms?open=${id}`
      : `/${kind === 'visit' ? 'visits' : kind === 'case' ? 'cases' : 'observations'}/${id}`

/** What a photo is a proof of, by its id. */
const idOf = (it: Proved): string => it.visit ?? it.case?.id ?? it.whistle?.id ?? it.answer?.form ?? it.observation?.id ?? ''

/** Facts about the photos of a visit or a case, or of one photo; nothing where nothing was found. */
export function PhotoFacts({ about, photo }: { about?: string; photo?: string }) {
  const words = useWords()
  const mayRead = useMay('inspections.read')
  const query = about === undefined ? { photo: photo as EvidenceId } : { about }
  const facts = useQuery({ ...provenance.list.ask({ query: { ...query, limit: 100 } }), enabled: mayRead })
  const items = facts.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Note title={words.t('proof.found', { count: items.length })}>
      <ul className="stack-s">
        {items.map((fact) => (
          <li key={fact.id}>
            {sayFact(words, fact)} <OtherUse fact={fact} />
            <Looked fact={fact} />
          </li>
        ))}
      </ul>
    </Note>
  )
}

/** The way to what the other photo proves. */
function OtherUse({ fact: { details, check } }: { fact: PhotoFact }) {
  const { t } = useWords()
  const other = details['photo']
  if (check !== 'samePicture' || typeof other !== 'string') return null
  return <OtherLink photo={other} word={t('proof.showOther')} />
}

function OtherLink({ photo, word }: { photo: string; word: string }) {
  const chain = useQuery(provenance.chain.ask({ params: { id: photo as EvidenceId } }))
  const first = chain.data?.proves[0]
  if (!first) return null
  return <Link href={aboutHref(first.kind, idOf(first))}>{word}</Link>
}

/** Who looked at it, or the button of who may. */
export function Looked({ fact }: { fact: PhotoFact }) {
  const { t, moment } = useWords()
  const mayLook = useMay('cases.verify')
  const look = useSend(provenance.look, { done: t('proof.lookedNow') })
  if (fact.looked)
    return <span className="quiet small">{t('proof.lookedBy', { name: fact.looked.by?.name ?? '', at: moment(fact.looked.at) })}</span>
  if (!mayLook) return null
  return (
    <Button small kind="quiet" icon="check" isPending={look.isPending} onPress={() => look.send({ params: { id: fact.id }, body: {} })}>
      {t('proof.look')}
    </Button>
  )
}

const nameOf = (one: Proved, { t, read }: Pick<Words, 't' | 'read'>): string => {
  if (one.case) return t('proof.inCase', { no: one.case.no })
  if (one.whistle) return t('proof.inWhistle', { no: one.whistle.no })
  if (one.answer) return t('proof.inAnswer', { title: one.answer.title })
  const title = read(one.observation?.title) || (one.observation?.fact ?? '')
  return one.kind === 'review' ? t('proof.inReview', { title }) : title
}

/** Below an open photo: who, when, by which device, everything that it proves, and the way to erase it for who may. */
export function PhotoChain({ photo }: { photo: string }) {
  return (
    <>
      <ChainOf photo={photo} />
      <ErasePhoto photo={photo as EvidenceId} />
    </>
  )
}

function ChainOf({ photo }: { photo: string }) {
  const { t, read, moment } = useWords()
  const mayRead = useMay('inspections.read')
  const chain = useQuery({ ...provenance.chain.ask({ params: { id: photo as EvidenceId } }), enabled: mayRead })
  const it = chain.data
  if (!it) return null
  const camera = [it.camera?.make, it.camera?.model].filter(Boolean).join(' ')
  return (
    <section className="stack-s" aria-label={t('proof.chain')}>
      {it.erased && (
        <Note>{t('proof.erasedBy', { at: moment(it.erased.at), name: it.erased.by?.name ?? '', reason: it.erased.reason })}</Note>
      )}
      <PhotoFacts photo={photo} />
      <Facts
        items={[
          [t('proof.addedBy'), it.addedBy?.name],
          [t('proof.addedAt'), moment(it.addedAt)],
          ...(it.takenAt === null ? [] : ([[t('proof.takenAt'), moment(it.takenAt)]] as const)),
          ...(camera === '' ? [] : ([[t('proof.camera'), camera]] as const)),
          ...(it.device?.id ? ([[t('proof.device'), it.device.id]] as const) : []),
          ['SHA-256', <code key="sha">{it.sha256.slice(0, 16)}…</code>],
        ]}
      />
      {it.proves.length > 0 && (
        <>
          <h3 className="minor">{t('proof.proves')}</h3>
          <ul className="stack-s">
            {it.proves.map((one) => (
              <li key={`${one.kind} ${one.observation?.id ?? one.case?.id ?? one.whistle?.event ?? one.answer?.id}`}>
                <Link href={aboutHref(one.kind, idOf(one))}>{nameOf(one, { t, read })}</Link>{' '}
                <span className="quiet small">
                  {[moment(one.at), read(one.point?.title), ...one.counts.map(({ title }) => t('proof.counts', { title: read(title) }))]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                {one.duties.map(({ id, edition, criterion, unit }) => (
                  <span key={id} className="small">
                    {' · '}
                    <Link href={`/duties?edition=${edition}&open=${id}`}>{t('proof.forDuty', { criterion, unit: read(unit) })}</Link>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
