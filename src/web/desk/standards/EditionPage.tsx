/** One edition to read: the tree with its search at the left, the open node at the right, the lists and the frame in tabs. */
import { useNavigate, useParams } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { Edition } from '../../../standards/edition.ts'
import type { EditionHead } from '../../../standards/editions.api.ts'
import { useAddress } from '../../../ui/address.ts'
import { Button, LinkButton } from '../../../ui/Button.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { Confirm } from '../../../ui/Overlays.tsx'
import { Card, PageHeader, StatusTag } from '../../../ui/Page.tsx'
import { SplitView } from '../../../ui/SplitView.tsx'
import { Answer } from '../../../ui/States.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { About } from './About.tsx'
import { standards, useEdition, useServes } from './calls.ts'
import { EditionTree } from './EditionTree.tsx'
import { ItemLists } from './ItemLists.tsx'
import { EditionStatus, NotOfficial } from './marks.tsx'
import { NewDraft } from './NewDraft.tsx'
import { NodeDetail } from './NodeDetail.tsx'
import { Withdraw } from './Withdraw.tsx'
import './standards.css'

/** The page. */
export function EditionPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const edition = useEdition(id)
  return (
    <div className="page">
      <Answer of={edition}>{({ head, content }) => <EditionView head={head} edition={content} />}</Answer>
    </div>
  )
}

function EditionView({ head, edition }: { head: EditionHead; edition: Edition }) {
  const { t, read, number, points } = useWords()
  const [at, setAt] = useAddress({ tab: 'tree', q: '', method: '', node: '', list: 'checks' })
  return (
    <>
      <PageHeader
        title={read(edition.title)}
        crumbs={[{ label: t('nav.standards'), href: '/standards' }]}
        tags={
          <>
            <EditionStatus status={head.status} />
            {head.official && <StatusTag tone="green">{t('standards.official')}</StatusTag>}
          </>
        }
        subtitle={t('standards.editionFigures', {
          programme: read(edition.programme),
          edition: head.edition,
          criteria: number(head.criteria),
          total: points(edition.total),
        })}
        actions={<Actions head={head} />}
      />
      {!edition.official && <NotOfficial />}
      <Tabs
        label={t('standards.views')}
        value={at.tab as 'tree' | 'lists' | 'about'}
        onChange={(tab) => setAt({ tab })}
        tabs={[
          { id: 'tree', label: t('standards.tree') },
          { id: 'lists', label: t('standards.lists') },
          { id: 'about', label: t('standards.about') },
        ]}
      >
        {at.tab === 'tree' && <TreeView edition={edition} at={at} setAt={setAt} />}
        {at.tab === 'lists' && <ItemLists edition={edition} list={at.list} q={at.q} onChange={setAt} />}
        {at.tab === 'about' && <About edition={edition} head={head} />}
      </Tabs>
    </>
  )
}

interface TreeViewProps {
  readonly edition: Edition
  readonly at: { q: string; method: string; node: string }
  readonly setAt: (change: { q?: string; method?: string; node?: string }, push?: boolean) => void
}

function TreeView({ edition, at, setAt }: TreeViewProps) {
  const { t } = useWords()
  const serves = useServes(edition, at.node)
  const open = useCallback((node: string) => setAt({ node }, true), [setAt])
  return (
    <SplitView
      detailLabel={t('standards.detail')}
      detailRem={34}
      onClose={() => setAt({ node: '' })}
      detail={
        at.node === '' ? undefined : (
          <Card>
            <NodeDetail edition={edition} id={at.node} serves={serves} hrefOf={(node) => `?node=${encodeURIComponent(node)}`} />
          </Card>
        )
      }
      list={
        <Card flush>
          <EditionTree edition={edition} q={at.q} method={at.method} onFilter={setAt} openId={at.node} onOpen={open} />
        </Card>
      }
    />
  )
}

function Actions({ head }: { head: EditionHead }) {
  const { t } = useWords()
  const mayEdit = useMay('standards.edit')
  const mayPublish = useMay('standards.publish')
  const [open, setOpen] = useState<'' | 'copy' | 'withdraw' | 'remove'>('')
  const take = (href: string) => () => window.location.assign(href)
  return (
    <>
      <LinkButton icon="compare" href={`/standards/compare?to=${head.id}`}>
        {t('standards.compare')}
      </LinkButton>
      <Menu
        label={t('standards.more')}
        items={[
          {
            id: 'xlsx',
            icon: 'download',
            label: t('ui.export'),
            onPress: take(standards.exportWorkbook.href({ params: { id: head.id } })),
          },
          {
            id: 'json',
            icon: 'download',
            label: t('standards.exportJson'),
            onPress: take(standards.exportJson.href({ params: { id: head.id } })),
          },
          ...(mayEdit ? [{ id: 'copy', icon: 'add' as const, label: t('standards.copyVerb'), onPress: () => setOpen('copy') }] : []),
          ...(mayPublish && head.status === 'published'
            ? [{ id: 'withdraw', icon: 'close' as const, label: t('standards.withdraw'), onPress: () => setOpen('withdraw') }]
            : []),
          ...(mayEdit && head.status === 'draft'
            ? [{ id: 'remove', icon: 'trash' as const, label: t('standards.removeDraft'), onPress: () => setOpen('remove') }]
            : []),
        ]}
      >
        <Button icon="more">{t('standards.more')}</Button>
      </Menu>
      {mayEdit && head.status === 'draft' && (
        <LinkButton kind="primary" icon="edit" href={`/standards/${head.id}/edit`}>
          {t('standards.editVerb')}
        </LinkButton>
      )}
      {open === 'copy' && <NewDraft copyOf={head.id} onClose={() => setOpen('')} />}
      {open === 'withdraw' && <Withdraw head={head} onClose={() => setOpen('')} />}
      {open === 'remove' && <RemoveDraft head={head} onClose={() => setOpen('')} />}
    </>
  )
}

/** A draft that nobody needs; published editions cannot be removed. */
function RemoveDraft({ head, onClose }: { head: EditionHead; onClose: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const remove = useSend(standards.removeDraft, { done: t('standards.removed'), onDone: () => void navigate({ to: '/standards' }) })
  return (
    <Confirm
      title={t('standards.removeDraft')}
      verb={t('standards.removeDraft')}
      danger
      isOpen
      onClose={onClose}
      onConfirm={() => remove.sendNow({ params: { id: head.id } })}
    >
      {t('standards.removeDraftHelp')}
    </Confirm>
  )
}
