/**
 * A new edition under a running campaign: what becomes of every duty, observation, document and result, proposed with its
 * reason, decided by a person singly or in bulk, then carried out. Every decision stays to be seen.
 */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CarrySummary } from '../../../../assessments/carry.api.ts'
import { CarryKind, outcomes } from '../../../../assessments/carry.ts'
import { useAddress } from '../../../../ui/address.ts'
import { Button, LinkButton } from '../../../../ui/Button.tsx'
import { Confirm } from '../../../../ui/Overlays.tsx'
import { Card, PageHeader, ProgressBar } from '../../../../ui/Page.tsx'
import { Answer, EmptyState } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useSend } from '../../../call.ts'
import { useMay } from '../../../me.ts'
import { useLikelyPair } from '../calls.ts'
import { EditionPicker } from '../compare/EditionPicker.tsx'
import { type CarryAt, carries, type SetCarryAt, start } from './calls.ts'
import { CarryList } from './CarryList.tsx'
import '../standards.css'
import '../compare/compare.css'

/** The page. */
export function CarryPage() {
  const { t } = useWords()
  const [asked, setAt] = useAddress(start)
  const likely = useLikelyPair()
  // Nothing chosen yet: the pair that is most likely meant, which a choice of either side turns into an address.
  const at = asked.from === '' && asked.to === '' ? { ...asked, ...likely } : asked
  const isReady = at.from !== '' && at.to !== '' && at.from !== at.to && !at.from.includes('/') && !at.to.includes('/')
  return (
    <div className="page">
      <PageHeader
        title={t('standards.carry')}
        subtitle={t('standards.carry.subtitle')}
        crumbs={[{ label: t('nav.standards'), href: '/standards' }]}
        actions={
          isReady && (
            <LinkButton icon="compare" href={`/standards/compare?from=${at.from}&to=${at.to}`}>
              {t('standards.compare')}
            </LinkButton>
          )
        }
      />
      <Card>
        <div className="cmp-pick">
          <EditionPicker
            onlyReleased
            label={t('standards.compare.old')}
            value={at.from}
            onChange={(from) => setAt({ ...start, to: at.to, from })}
          />
          <EditionPicker
            onlyReleased
            label={t('standards.compare.new')}
            value={at.to}
            onChange={(to) => setAt({ ...start, from: at.from, to })}
          />
        </div>
      </Card>
      {isReady ? (
        <Pair at={at} setAt={setAt} />
      ) : (
        <Card>
          <EmptyState icon="history" title={t('standards.carry.pick')}>
            {t('standards.carry.pickHelp')}
          </EmptyState>
        </Card>
      )}
    </div>
  )
}

function Pair({ at, setAt }: { at: CarryAt; setAt: SetCarryAt }) {
  const { t } = useWords()
  const mayDecide = useMay('standards.publish')
  const pair = { from: at.from as never, to: at.to as never }
  const summary = useQuery(carries.summariseCarries.ask({ query: pair }))
  const propose = useSend(carries.proposeCarries, { done: t('standards.carry.proposed') })
  return (
    <Answer of={summary}>
      {({ items }) =>
        items.length === 0 ? (
          <Card>
            <EmptyState
              icon="history"
              title={t('standards.carry.none')}
              action={
                mayDecide && (
                  <Button kind="primary" isPending={propose.isPending} onPress={() => propose.send({ body: pair })}>
                    {t('standards.carry.propose')}
                  </Button>
                )
              }
            >
              {t('standards.carry.noneHelp')}
            </EmptyState>
          </Card>
        ) : (
          <>
            <Progress items={items} at={at} onAgain={() => propose.send({ body: pair })} isBusy={propose.isPending} />
            <Counts items={items} at={at} setAt={setAt} />
            <CarryList at={at} setAt={setAt} />
          </>
        )
      }
    </Answer>
  )
}

type Items = CarrySummary['items']
const countOf = (items: Items, test: (item: Items[number]) => boolean = () => true) =>
  items.filter(test).reduce((sum, { count }) => sum + count, 0)

/** How far the decisions have come, and the step that carries them out. */
function Progress({ items, at, onAgain, isBusy }: { items: Items; at: CarryAt; onAgain: () => void; isBusy: boolean }) {
  const { t, number } = useWords()
  const mayDecide = useMay('standards.publish')
  const [isAsking, setAsking] = useState(false)
  const apply = useSend(carries.applyCarries, { done: t('standards.carry.applied'), touches: ['duties', 'assessments', 'inspections'] })
  const all = countOf(items)
  const decided = countOf(items, (item) => item.decided !== null)
  const applied = countOf(items, ({ applied: done }) => done)
  const waiting = decided - applied
  return (
    <Card>
      <div className="stack">
        <ProgressBar
          label={t('standards.carry.progress', { decided: number(decided), all: number(all), applied: number(applied) })}
          value={decided}
          max={all}
          tone={decided === all ? 'green' : 'blue'}
        />
        {mayDecide && (
          <div className="row">
            <Button kind="primary" icon="check" isDisabled={waiting === 0} isPending={apply.isPending} onPress={() => setAsking(true)}>
              {t('standards.carry.apply', { count: number(waiting) })}
            </Button>
            <Button icon="redo" isPending={isBusy} onPress={onAgain}>
              {t('standards.carry.again')}
            </Button>
          </div>
        )}
      </div>
      <Confirm
        title={t('standards.carry.applyTitle')}
        verb={t('standards.carry.applyVerb')}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => apply.sendNow({ body: { from: at.from as never, to: at.to as never } })}
      >
        {t('standards.carry.applyHelp', { count: number(waiting) })}
      </Confirm>
    </Card>
  )
}

/** Counts by kind and by proposal; a press filters. */
function Counts({ items, at, setAt }: { items: Items; at: CarryAt; setAt: SetCarryAt }) {
  const { t, number } = useWords()
  const chip = (key: string, on: boolean, count: number, word: string, press: () => void) =>
    count > 0 && (
      <button key={key} type="button" className={on ? 'cmp-count cmp-count-on' : 'cmp-count'} aria-pressed={on} onClick={press}>
        <span className="cmp-figure">{number(count)}</span>
        <span>{word}</span>
      </button>
    )
  return (
    <div className="stack-s">
      <div className="cmp-counts" role="group" aria-label={t('standards.carry.byKind')}>
        {CarryKind.options.map((kind) =>
          chip(
            kind,
            at.kind === kind,
            countOf(items, (item) => item.kind === kind),
            t(`standards.carry.kind.${kind}`),
            () => setAt({ kind: at.kind === kind ? '' : kind }),
          ),
        )}
      </div>
      <div className="cmp-counts" role="group" aria-label={t('standards.carry.byProposal')}>
        {outcomes.map((outcome) =>
          chip(
            outcome,
            at.proposed === outcome,
            countOf(items, (item) => item.proposed === outcome && (at.kind === '' || item.kind === at.kind)),
            t(`standards.carry.outcome.${outcome}`),
            () => setAt({ proposed: at.proposed === outcome ? '' : outcome }),
          ),
        )}
      </div>
    </div>
  )
}
