/** Says to who signed in with a password alone that their city wants a second factor: until when, and that it is there now. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Link } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Page.tsx'
import { useWords } from '../../../ui/words.tsx'
import type { Mine } from '../../../access/mine.api.ts'
import { session, useMe } from '../../me.ts'
import { isOurs } from '../door/calls.ts'

/** The note above the cards; nothing where nothing is owed and nobody was led here. */
export function Owed({ account }: { account: Mine }) {
  const { t, day } = useWords()
  const { owes } = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { to } = useSearch({ strict: false }) as { to?: string }
  const on = isOurs(to) && owes?.isDue !== true && <Link href={to}>{t(owes ? 'access.owedLater' : 'access.owedOn')}</Link>
  const anew = async () => {
    await session.signOut({}).catch(() => undefined)
    queries.clear()
    await navigate({ to: '/sign-in' })
  }
  if (owes === null)
    return on === false ? null : (
      <Note tone="green">
        {t('access.owedDone')} {on}
      </Note>
    )
  const hasOne = account.factorSince !== null || account.passkeys.length > 0
  return (
    <Note tone="amber" title={t('access.owed')}>
      {hasOne ? t('access.owedAnew') : t(owes.isDue ? 'access.owedNow' : 'access.owedFrom', { day: day(owes.from) })}{' '}
      {hasOne && (
        <Button small onPress={() => void anew()}>
          {t('session.anew')}
        </Button>
      )}{' '}
      {on}
    </Note>
  )
}
