/** The navigation, read off the list of pages: at the left on a desk, in a drawer and as a bar at the foot on a phone. */
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Link as AriaLink } from 'react-aria-components/Link'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Icon } from '../../../ui/Icon.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useMay, useMe } from '../../me.ts'
import { nav, type NavEntry } from '../nav.ts'
import { FieldLink } from '../parts/FieldLink.tsx'

const groups = ['work', 'plan', 'field', 'result', 'data'] as const
const kept = 'mc_nav'

function useEntries(): readonly NavEntry[] {
  const { may } = useMe()
  return nav.filter((entry) => entry.may === undefined || may.includes(entry.may))
}

const isAt = (path: string, pathname: string) => (path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`))

/** The navigation at the left; the same list opens as a drawer where there is no room. */
export function SideNav({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useWords()
  const [isNarrow, setNarrow] = useState(() => readKept() === 'narrow')
  const change = () => {
    setNarrow(!isNarrow)
    try {
      localStorage.setItem(kept, isNarrow ? 'wide' : 'narrow')
    } catch {
      // Not kept where storage is forbidden.
    }
  }
  return (
    <>
      <nav className={isNarrow ? 'side side-narrow' : 'side'} aria-label={t('shell.nav')}>
        <NavList />
        <AriaButton className="side-fold" onPress={change} aria-label={isNarrow ? t('shell.unfold') : t('shell.fold')}>
          <Icon name={isNarrow ? 'expand' : 'back'} size={1.125} />
          <span className="side-word">{t('shell.fold')}</span>
        </AriaButton>
      </nav>
      <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable className="veil veil-left">
        <Modal className="sheet sheet-left">
          <AriaDialog className="dialog side-drawer" aria-label={t('shell.nav')}>
            <NavList onGo={onClose} />
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </>
  )
}

function readKept(): string | null {
  try {
    return localStorage.getItem(kept)
  } catch {
    return null
  }
}

function NavList({ onGo }: { onGo?: () => void }) {
  const { t } = useWords()
  const { pathname } = useLocation()
  const seen = useEntries()
  const records = useMay('inspections.record')
  return (
    <div className="side-list">
      {groups.map((group) => {
        const inside = seen.filter((entry) => entry.group === group)
        if (inside.length === 0) return null
        return (
          <div key={group} className="side-group">
            <p className="side-title" id={`nav-${group}`}>
              {t(`nav.group.${group}`)}
            </p>
            <ul aria-labelledby={`nav-${group}`}>
              {group === 'field' && records && (
                <li>
                  <FieldLink className="side-link" />
                </li>
              )}
              {inside.map((entry) => (
                <li key={entry.path}>
                  <AriaLink
                    href={entry.path}
                    {...(onGo ? { onPress: onGo } : {})}
                    className={isAt(entry.path, pathname) ? 'side-link side-here' : 'side-link'}
                    {...(isAt(entry.path, pathname) ? { 'aria-current': 'page' as const } : {})}
                  >
                    <Icon name={entry.icon} />
                    <span className="side-word">{t(entry.word)}</span>
                  </AriaLink>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </div>
  )
}

/** What a phone is taken out for, first things first: the field for those who record, the results for those who read. */
const carried = {
  field: ['/', '/visits', '/cases', '/points'],
  desk: ['/', '/cases', '/score', '/duties', '/visits', '/standards'],
} as const

/** The bar at the foot of a phone: four pages and the rest behind a button. */
export function FootBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useWords()
  const { pathname } = useLocation()
  const entries = useEntries()
  const order = useMay('inspections.record') ? carried.field : carried.desk
  const seen = order.flatMap((path) => entries.filter((entry) => entry.path === path)).slice(0, 4)
  return (
    <nav className="footbar" aria-label={t('shell.navShort')}>
      {seen.map((entry) => (
        <AriaLink
          key={entry.path}
          href={entry.path}
          className={isAt(entry.path, pathname) ? 'footbar-link footbar-here' : 'footbar-link'}
          {...(isAt(entry.path, pathname) ? { 'aria-current': 'page' as const } : {})}
        >
          <Icon name={entry.icon} />
          {t(entry.word)}
        </AriaLink>
      ))}
      <AriaButton className="footbar-link" onPress={onMenu}>
        <Icon name="menu" />
        {t('shell.more')}
      </AriaButton>
    </nav>
  )
}
