/** A node of a draft as a form: words, place in the tree, responsible kinds of unit, ways. */
import { type Criterion, type Edition, isCriterion, type Node } from '../../../../standards/edition.ts'
import { methods } from '../../../../standards/terms.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Checkbox, TextField } from '../../../../ui/Fields.tsx'
import { Menu } from '../../../../ui/Menu.tsx'
import { ComboBox } from '../../../../ui/Select.tsx'
import { EmptyState } from '../../../../ui/States.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { placesOf } from '../outline.ts'
import { addNode, changeNode, changeWay, moveNode, newBranch, newCriterion, newWay, removeNode, shiftNode } from './draft.ts'
import { OriginFields, TextPair } from './fields.tsx'
import { MultiPick } from './MultiPick.tsx'
import type { Change } from './useDraft.ts'
import { WayForm } from './WayForm.tsx'

export interface NodeFormProps {
  readonly edition: Edition
  readonly id: string
  readonly change: Change
  readonly onOpen: (id: string) => void
}

/** The form at the right of the tree. */
export function NodeForm({ edition, id, change, onOpen }: NodeFormProps) {
  const { t } = useWords()
  const place = placesOf(edition.tree).get(id)
  if (!place) return <EmptyState icon="edit" title={t('standards.edit.pick')} />
  const { node } = place
  return (
    <div className="std-detail" key={id}>
      <div className="row-wide">
        <h2>{isCriterion(node) ? t('standards.criterion') : t('standards.branch')}</h2>
        <code>{node.id}</code>
      </div>
      <PlaceTools edition={edition} node={node} change={change} onOpen={onOpen} />
      <TextPair
        label={t('standards.edit.title')}
        rows={2}
        value={node.title}
        onChange={(title) => change(`${id} title`, (now) => changeNode(now, id, { title }))}
      />
      <OriginFields value={node} onChange={(origin) => change(`${id} origin`, (now) => changeNode(now, id, origin))} />
      {isCriterion(node) ? (
        <CriterionForm edition={edition} criterion={node} change={change} />
      ) : (
        <TextField
          label={t('standards.edit.level')}
          help={t('standards.edit.levelHelp')}
          value={node.level ?? ''}
          onChange={(level) => change(`${id} level`, (now) => changeNode(now, id, { level: level === '' ? undefined : level }))}
        />
      )}
    </div>
  )
}

/** Add, move and remove. */
function PlaceTools({ edition, node, change, onOpen }: Omit<NodeFormProps, 'id'> & { node: Node }) {
  const { t, read } = useWords()
  const place = placesOf(edition.tree).get(node.id)!
  const parent = place.path.at(-1)?.id ?? ''
  const siblings = place.path.at(-1)?.parts ?? edition.tree
  const titleOf = { criterion: { zh: t('standards.edit.newCriterion'), en: '' }, branch: { zh: t('standards.edit.newBranch'), en: '' } }
  const add = (made: Node, under: string, after?: string) => {
    change('', (now) => addNode(now, under, made, after))
    onOpen(made.id)
  }
  const targets = [...placesOf(edition.tree).values()].filter(
    (other) =>
      !isCriterion(other.node) && other.node.id !== node.id && other.node.id !== parent && !other.path.some(({ id }) => id === node.id),
  )
  return (
    <div className="stack-s">
      <div className="row">
        {!isCriterion(node) && (
          <>
            <Button small icon="add" onPress={() => add(newCriterion(edition, node.id, titleOf.criterion), node.id)}>
              {t('standards.edit.addCriterion')}
            </Button>
            <Button small icon="add" onPress={() => add(newBranch(edition, node.id, titleOf.branch), node.id)}>
              {t('standards.edit.addBranch')}
            </Button>
          </>
        )}
        {isCriterion(node) && (
          <Button small icon="add" onPress={() => add(newCriterion(edition, parent, titleOf.criterion), parent, node.id)}>
            {t('standards.edit.addSibling')}
          </Button>
        )}
        <Button small icon="up" isDisabled={place.index === 0} onPress={() => change('', (now) => shiftNode(now, node.id, -1))}>
          {t('standards.edit.up')}
        </Button>
        <Button
          small
          icon="down"
          isDisabled={place.index === siblings.length - 1}
          onPress={() => change('', (now) => shiftNode(now, node.id, 1))}
        >
          {t('standards.edit.down')}
        </Button>
        <Button
          small
          icon="trash"
          onPress={() => {
            change('', (now) => removeNode(now, node.id))
            onOpen(parent)
          }}
        >
          {t('standards.edit.remove')}
        </Button>
      </div>
      <ComboBox
        key={parent}
        label={t('standards.edit.moveTo')}
        value={null}
        onChange={(to) => to !== null && change('', (now) => moveNode(now, node.id, to))}
        options={targets.map((other) => ({ value: other.node.id, label: `${other.node.id} ${read(other.node.title)}` }))}
        placeholder={t('standards.edit.moveToHelp')}
      />
    </div>
  )
}

function CriterionForm({ edition, criterion, change }: { edition: Edition; criterion: Criterion; change: Change }) {
  const { t, read } = useWords()
  const { id } = criterion
  const set = (part: string, value: Partial<Criterion>) => change(`${id} ${part}`, (now) => changeNode(now, id, value))
  const units = edition.unitKinds.map((kind) => ({ value: kind.id, label: read(kind.title), note: kind.id }))
  const left = methods.filter((method) => criterion.ways.every((way) => way.method !== method))
  return (
    <>
      <ComboBox
        label={t('standards.lead')}
        value={criterion.lead ?? null}
        onChange={(lead) => set('lead', { lead: lead ?? undefined })}
        options={units}
      />
      <MultiPick
        label={t('standards.support')}
        value={criterion.support}
        onChange={(support) => set('support', { support })}
        options={units}
      />
      <Checkbox isSelected={criterion.bonus} onChange={(bonus) => set('bonus', { bonus })}>
        {t('standards.edit.isBonus')}
      </Checkbox>
      {criterion.ways.map((way) => (
        <WayForm
          key={way.method}
          edition={edition}
          way={way}
          onChange={(value, part) => change(`${id} ${way.method} ${part}`, (now) => changeWay(now, id, way.method, value))}
          onRemove={() => set('', { ways: criterion.ways.filter(({ method }) => method !== way.method) })}
        />
      ))}
      {left.length > 0 && (
        <Menu
          label={t('standards.edit.addWay')}
          items={left.map((method) => ({
            id: method,
            label: t(`standards.method.${method}`),
            onPress: () => set('ways', { ways: [...criterion.ways, newWay(edition, method)] }),
          }))}
        >
          <Button icon="add">{t('standards.edit.addWay')}</Button>
        </Menu>
      )}
    </>
  )
}
