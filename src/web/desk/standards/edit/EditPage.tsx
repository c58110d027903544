/**
 * A draft under the hands: the tree or a list at the left, the form of what is open at the right, faults as they arise.
 * Nothing is lost: every step can be undone, leaving with unsaved changes asks, and a save against a newer version is explained.
 */
import { useBlocker, useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Edition } from '../../../../standards/edition.ts'
import { checkEdition } from '../../../../standards/edition-check.ts'
import type { EditionHead } from '../../../../standards/editions.api.ts'
import { useAddress } from '../../../../ui/address.ts'
import { Link } from '../../../../ui/Button.tsx'
import { Card, Note, PageHeader } from '../../../../ui/Page.tsx'
import { SplitView } from '../../../../ui/SplitView.tsx'
import { Answer } from '../../../../ui/States.tsx'
import { Tabs } from '../../../../ui/Tabs.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useEdition } from '../calls.ts'
import { EditionTree } from '../EditionTree.tsx'
import { EditionStatus, NotOfficial } from '../marks.tsx'
import { AddTop } from './AddTop.tsx'
import { placeOfFault } from './draft.ts'
import { FaultMark, FaultPanel } from './FaultPanel.tsx'
import { HeadForm } from './HeadForm.tsx'
import { ItemForm } from './ItemForm.tsx'
import { ListPicker } from './ListPicker.tsx'
import { NodeForm } from './NodeForm.tsx'
import { SaveTools } from './SaveTools.tsx'
import { useDraft } from './useDraft.ts'
import '../standards.css'

/** The page. */
export function EditPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useWords()
  const asked = useEdition(id)
  return (
    <div className="page">
      <Answer of={asked}>
        {({ head, content }) =>
          head.status === 'draft' ? (
            <Editor key={id} head={head} from={content} reload={asked.refetch} />
          ) : (
            <Note tone="amber" title={t('standards.edit.notDraft')}>
              <Link href={`/standards/${id}`}>{t('standards.edit.readIt')}</Link>
            </Note>
          )
        }
      </Answer>
    </div>
  )
}

interface EditorProps {
  readonly head: EditionHead
  readonly from: Edition
  readonly reload: () => Promise<{ data?: { head: EditionHead; content: Edition } | undefined }>
}

const noPlace = { tab: 'tree', q: '', method: '', node: '', list: 'checks', item: '' }

function Editor({ head, from, reload }: EditorProps) {
  const { t, read } = useWords()
  const draft = useDraft(from)
  const [version, setVersion] = useState(head.version)
  const [at, setAt] = useAddress(noPlace)
  const settled = useSettled(draft.edition)
  const faults = useMemo(() => checkEdition(settled), [settled])
  useLeaveGuard(draft.isChanged)
  useUndoKeys(draft.undo, draft.redo)
  const jump = useCallback(
    (place: string) => {
      const { list, id } = placeOfFault(place)
      if (list === 'tree') setAt({ tab: 'tree', node: id, q: '', method: '' })
      else if (list === 'about') setAt({ tab: 'about' })
      else setAt({ tab: 'lists', list, item: id, q: '' })
    },
    [setAt],
  )
  return (
    <>
      <PageHeader
        title={t('standards.edit.heading', { title: read(draft.edition.title) })}
        crumbs={[
          { label: t('nav.standards'), href: '/standards' },
          { label: read(from.title), href: `/standards/${head.id}` },
        ]}
        tags={<EditionStatus status="draft" />}
        subtitle={draft.isChanged ? t('standards.edit.unsaved') : t('standards.edit.savedVersion', { version })}
        actions={
          <SaveTools
            head={head}
            version={version}
            draft={draft}
            faults={faults.length}
            onSaved={(next) => setVersion(next)}
            onReload={async () => {
              const { data } = await reload()
              if (!data) return
              draft.restart(data.content)
              setVersion(data.head.version)
            }}
          />
        }
      />
      {!draft.edition.official && <NotOfficial />}
      <FaultPanel faults={faults} onJump={jump} />
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
        <Views draft={draft} at={at} setAt={setAt} faults={faults} />
      </Tabs>
    </>
  )
}

interface ViewsProps {
  readonly draft: ReturnType<typeof useDraft>
  readonly at: typeof noPlace
  readonly setAt: (change: Partial<typeof noPlace>, push?: boolean) => void
  readonly faults: ReturnType<typeof checkEdition>
}

function Views({ draft: { edition, change }, at, setAt, faults }: ViewsProps) {
  const { t } = useWords()
  const marked = useMemo(() => {
    const places = faults.map((fault) => placeOfFault(fault.at))
    return new Set(places.filter(({ list }) => list === 'tree').map(({ id }) => id))
  }, [faults])
  const markOf = useCallback((node: { id: string }) => (marked.has(node.id) ? <FaultMark /> : null), [marked])
  const open = useCallback((node: string) => setAt({ node }, true), [setAt])
  if (at.tab === 'about') return <HeadForm edition={edition} change={change} />
  if (at.tab === 'lists')
    return (
      <SplitView
        detailLabel={t('standards.edit.form')}
        detailRem={34}
        onClose={() => setAt({ item: '' })}
        detail={
          at.item === '' ? undefined : (
            <Card>
              <ItemForm edition={edition} list={at.list as 'checks'} id={at.item} change={change} />
            </Card>
          )
        }
        list={<ListPicker edition={edition} list={at.list} q={at.q} item={at.item} change={change} onChange={setAt} />}
      />
    )
  return (
    <SplitView
      detailLabel={t('standards.edit.form')}
      detailRem={36}
      onClose={() => setAt({ node: '' })}
      detail={
        at.node === '' ? undefined : (
          <Card>
            <NodeForm edition={edition} id={at.node} change={change} onOpen={open} />
          </Card>
        )
      }
      list={
        <Card flush>
          <EditionTree edition={edition} q={at.q} method={at.method} onFilter={setAt} openId={at.node} onOpen={open} markOf={markOf} />
          <AddTop edition={edition} change={change} onOpen={open} />
        </Card>
      }
    />
  )
}

/** What a value has come to once it has been the same for a moment: a large edition is not checked at every letter. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const wait = setTimeout(() => setSettled(value), 250)
    return () => clearTimeout(wait)
  }, [value])
  return settled
}

/** Leaving with unsaved changes asks first; moving inside the page does not. */
function useLeaveGuard(isChanged: boolean): void {
  const { t } = useWords()
  useBlocker({
    // oxlint-disable-next-line no-alert -- the browser's own question is the only one that also guards closing the tab
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname && !window.confirm(t('standards.edit.leave')),
    enableBeforeUnload: () => isChanged,
  })
}

/** Ctrl+Z and Ctrl+Shift+Z outside of text fields, which undo their own typing. */
function useUndoKeys(undo: (() => void) | undefined, redo: (() => void) | undefined): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const inField = (event.target as HTMLElement | null)?.closest('input,textarea')
      if (inField || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
      event.preventDefault()
      ;(event.shiftKey ? redo : undo)?.()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [undo, redo])
}
