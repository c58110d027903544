/** An address that leads nowhere; says so and leads home. */
import { LinkButton } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { useWords } from '../../ui/words.tsx'

/** Not found. */
export function NotFoundPage() {
  const { t } = useWords()
  return (
    <div className="page">
      <PageHeader title={t('ui.notFound')} />
      <EmptyState
        icon="search"
        title={t('ui.notFound')}
        action={
          <LinkButton kind="primary" href="/">
            {t('ui.goHome')}
          </LinkButton>
        }
      >
        {t('ui.notFoundHelp')}
      </EmptyState>
    </div>
  )
}
