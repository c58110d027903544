/** One node of an edition in full: its words in both languages, points, ways, units, and what lies below a branch. */
import type { ReactNode } from 'react'
import { type Criterion, type Edition, isCriterion, type Node, pointsOf } from '../../../standards/edition.ts'
import { Link } from '../../../ui/Button.tsx'
import { Facts, StatusTag } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { MethodTag, ProvenanceTag } from './marks.tsx'
import { criteriaBelow, placesOf, pointsByMethod } from './outline.ts'
import { type Serves, WayDetail } from './WayDetail.tsx'

export interface NodeDetailProps {
  readonly edition: Edition
  readonly id: string
  readonly serves: Serves
  /** The address of another node of the same edition. */
  readonly hrefOf: (id: string) => string
  readonly actions?: ReactNode
}

/** The detail at the right of the tree. */
export function NodeDetail({ edition, id, serves, hrefOf, actions }: NodeDetailProps) {
  const { t, read, language } = useWords()
  const place = placesOf(edition.tree).get(id)
  if (!place) return <EmptyState icon="search" title={t('standards.noSuchNode', { id })} />
  const { node, path } = place
  const other = language === 'en' ? node.title.zh : node.title.en
  return (
    <article className="std-detail">
      <p className="quiet small">
        {path.map((branch) => (
          <span key={branch.id}>
            <Link href={hrefOf(branch.id)} quiet>
              {read(branch.title)}
            </Link>
            {' / '}
          </span>
        ))}
        <code>{node.id}</code>
      </p>
      <h2>{read(node.title)}</h2>
      {other !== '' && other !== read(node.title) && (
        <p className="quiet" lang={language === 'en' ? 'zh-CN' : 'en'}>
          {other}
        </p>
      )}
      <div className="row">
        <ProvenanceTag of={node.provenance} source={node.source} />
        {isCriterion(node) && node.bonus && <StatusTag tone="violet">{t('standards.bonus')}</StatusTag>}
        {actions}
      </div>
      {isCriterion(node) ? (
        <CriterionBody edition={edition} criterion={node} serves={serves} />
      ) : (
        <BranchBody node={node} hrefOf={hrefOf} />
      )}
    </article>
  )
}

function CriterionBody({ edition, criterion, serves }: { edition: Edition; criterion: Criterion; serves: Serves }) {
  const { t, read, points } = useWords()
  const unit = (id: string) => read(edition.unitKinds.find((kind) => kind.id === id)?.title) || id
  return (
    <>
      <Facts
        items={[
          [t('standards.pointsWord'), points(criterion.ways.reduce((sum, way) => sum + way.points, 0))],
          [t('standards.lead'), criterion.lead === undefined ? '' : unit(criterion.lead)],
          [t('standards.support'), criterion.support.map(unit).join(t('standards.listComma'))],
          ...(criterion.subjects
            ? [
                [
                  t('standards.subjects'),
                  criterion.subjects.map((kind) => t(`standards.subject.${kind}`)).join(t('standards.listComma')),
                ] as const,
              ]
            : []),
        ]}
      />
      {criterion.ways.map((way) => (
        <WayDetail key={way.method} edition={edition} way={way} serves={serves} />
      ))}
    </>
  )
}

function BranchBody({ node, hrefOf }: { node: Node; hrefOf: (id: string) => string }) {
  const { t, read, points, number } = useWords()
  if (isCriterion(node)) return null
  return (
    <>
      <Facts
        items={[
          [t('standards.pointsWord'), points(pointsOf(node))],
          [t('standards.criteria'), number(criteriaBelow(node).length)],
          [
            t('standards.byMethod'),
            <span key="methods" className="row">
              {pointsByMethod(node).map(({ method, points: of }) => (
                <span key={method} className="row">
                  <MethodTag method={method} /> {points(of)}
                </span>
              ))}
            </span>,
          ],
        ]}
      />
      <h3>{t('standards.parts')}</h3>
      <ul className="std-list">
        {node.parts.map((part) => (
          <li key={part.id} className="row-wide std-part-line">
            <Link href={hrefOf(part.id)}>{read(part.title)}</Link>
            <span className="number quiet">{points(pointsOf(part))}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
