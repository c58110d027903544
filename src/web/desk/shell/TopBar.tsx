/** Top bar: where one is (product, city), search, large text, theme, language, who. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { languages } from '../../../base/text.ts'
import { Link } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { changeLook, type Theme, useLook } from '../../../ui/look.ts'
import { Menu } from '../../../ui/Menu.tsx'
import { speak, useWords } from '../../../ui/words.tsx'
import { session, useMe } from '../../me.ts'
import { GlobalSearch } from './GlobalSearch.tsx'
import { openShortcuts } from './Shortcuts.tsx'

const themes: readonly Theme[] = ['system', 'light', 'dark']

/** The bar. */
export function TopBar({ onMenu }: { onMenu: () => void }) {
  const { t, read } = useWords()
  const { city } = useMe()
  return (
    <header className="bar">
      <AriaButton className="bar-button bar-menu" aria-label={t('shell.menu')} onPress={onMenu}>
        <Icon name="menu" />
      </AriaButton>
      <Link href="/" quiet>
        <span className="bar-name">
          <BarMark />
          <span className="bar-product">{t('ui.product')}</span>
          <span className="bar-city">{read(city.title)}</span>
        </span>
      </Link>
      <GlobalSearch />
      <div className="bar-tools">
        <LookTools />
        <WhoMenu />
      </div>
    </header>
  )
}

/** The mark: two city towers over a line. */
export function BarMark() {
  return (
    <svg className="bar-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        d="M7 24V13l5-4 5 4v11M17 24V10l4-3 4 3v14M5 24.5h22M12 16v2M12 21v1M21 13v2M21 18v2"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}

/** Large text, theme and language: also on the sign-in page. */
export function LookTools() {
  const { t, language } = useWords()
  const look = useLook()
  const other = languages.find((one) => one !== language)!
  return (
    <>
      <ToggleButton
        className="bar-button"
        isSelected={look.size === 'large'}
        onChange={(large) => changeLook({ size: large ? 'large' : 'normal' })}
      >
        <Icon name="text" />
        <span className="bar-word">{t('shell.largeText')}</span>
      </ToggleButton>
      <Menu
        label={t('shell.theme')}
        items={themes.map((theme) => ({
          id: theme,
          label: t(`shell.theme.${theme}`),
          isChosen: look.theme === theme,
          onPress: () => changeLook({ theme }),
        }))}
      >
        <AriaButton className="bar-button" aria-label={t('shell.theme')}>
          <Icon name={look.theme === 'dark' ? 'moon' : 'sun'} />
        </AriaButton>
      </Menu>
      <AriaButton className="bar-button" onPress={() => void speak(other)}>
        <Icon name="language" />
        {/* A language is named in itself, so that whoever needs it can read it. */}
        <span className="bar-word" lang={other}>
          {t('shell.otherLanguage')}
        </span>
      </AriaButton>
    </>
  )
}

function WhoMenu() {
  const { t, read } = useWords()
  const me = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [isBusy, setBusy] = useState(false)
  const leave = async () => {
    setBusy(true)
    await session.signOut({}).catch(() => undefined)
    queries.clear()
    await navigate({ to: '/sign-in' })
  }
  const acting = me.posts.find(({ id }) => id === me.post)
  const place = me.unit ? read(me.unit.title) : t(`role.${me.role}`)
  const unit = acting?.deputy === true ? t('shell.standingIn', { unit: place }) : place
  const actIn = async (post: (typeof me.posts)[number]['id']) => {
    await session.actIn({ body: { post } })
    // What one may see and do follows from the post: everything is asked anew.
    await queries.invalidateQueries()
  }
  return (
    <Menu
      label={t('shell.account')}
      items={[
        ...(me.posts.length < 2 ? [] : me.posts).map((post) => ({
          id: post.id as string,
          label: t(post.deputy ? 'shell.actFor' : 'shell.actIn', { post: `${read(post.unit.title)} ${read(post.title)}` }),
          icon: 'unit' as const,
          isChosen: post.id === me.post,
          onPress: () => void actIn(post.id),
        })),
        { id: 'mine', label: t('access.mine'), icon: 'lock', href: '/account' },
        { id: 'keys', label: t('shell.shortcuts'), icon: 'keyboard', onPress: openShortcuts },
        { id: 'out', label: t('shell.signOut'), icon: 'signOut', onPress: () => void leave(), isDisabled: isBusy },
      ]}
    >
      <AriaButton className="bar-button bar-who" aria-label={t('shell.who', { name: me.name, unit })}>
        <Icon name="person" />
        <span className="bar-word">
          {me.name} · {unit}
        </span>
      </AriaButton>
    </Menu>
  )
}
