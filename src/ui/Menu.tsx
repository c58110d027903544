/** A menu behind a button. Apart from the dialogs: the first page has menus and opens no dialog. */
import './overlays.css'
import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu'
import { Icon, type IconName } from './Icon.tsx'

/** One line of a menu. */
export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  readonly href?: string
  readonly onPress?: () => void
  readonly isDisabled?: boolean
  readonly isChosen?: boolean
}

/** A menu of actions behind one button (the button is the child). */
export function Menu({ label, items, children }: { label: string; items: readonly MenuEntry[]; children: ReactNode }) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="popover">
        <AriaMenu aria-label={label} className="options">
          {items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              className="option"
              {...(item.href === undefined ? {} : { href: item.href })}
              {...(item.onPress ? { onAction: item.onPress } : {})}
              isDisabled={item.isDisabled ?? false}
            >
              {item.icon && <Icon name={item.icon} />}
              <span className="option-label">{item.label}</span>
              {item.isChosen === true && <Icon name="check" size={1} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
