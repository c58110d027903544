/** The editions that ship with Mingcheng. None is official; a city takes one as a draft and makes it its own. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { v7 } from 'uuid'
import type { LibraryItem } from '../../../standards/standards.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Card, Note } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { standards, useEditionHeads } from './calls.ts'

/** The library as cards. */
export function Library() {
  const { t } = useWords()
  const library = useQuery(standards.listLibrary.ask({}))
  const here = useEditionHeads()
  return (
    <Card title={t('standards.library')}>
      <div className="stack">
        <Note tone="amber">{t('standards.libraryNote')}</Note>
        <Answer of={library} lines={4}>
          {({ items }) => (
            <ul className="grid">
              {items.map((item) => (
                <LibraryCard
                  key={`${item.standard}/${item.edition}`}
                  item={item}
                  isHere={here.data?.items.some((head) => head.standard === item.standard && head.edition === item.edition) ?? false}
                />
              ))}
            </ul>
          )}
        </Answer>
      </div>
    </Card>
  )
}

function LibraryCard({ item, isHere }: { item: LibraryItem; isHere: boolean }) {
  const { t, read, number, points } = useWords()
  const navigate = useNavigate()
  const mayEdit = useMay('standards.edit')
  const create = useSend(standards.createDraft, {
    done: t('standards.drafted'),
    onDone: (head) => void navigate({ to: `/standards/${head.id}` }),
  })
  return (
    <li className="std-card">
      <p className="quiet small">{read(item.programme)}</p>
      <h3>{read(item.title)}</h3>
      <p className="quiet small">
        <code>
          {item.standard} · {item.edition}
        </code>
      </p>
      <p className="small">{t('standards.libraryFigures', { criteria: number(item.criteria), total: points(item.total) })}</p>
      <div className="row">
        {mayEdit && (
          <Button
            small
            icon="add"
            isPending={create.isPending}
            onPress={() =>
              create.send({ body: { id: v7() as never, from: { kind: 'library', standard: item.standard, edition: item.edition } } })
            }
          >
            {t('standards.takeAsDraft')}
          </Button>
        )}
        {isHere && <span className="quiet small">{t('standards.alreadyHere')}</span>}
      </div>
    </li>
  )
}
