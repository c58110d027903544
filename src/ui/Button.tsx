/** Buttons and links. One primary button a page; `danger` only for what cannot be taken back. */
import './button.css'
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components/Link'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { Icon, type IconName } from './Icon.tsx'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  readonly kind?: ButtonKind
  readonly icon?: IconName
  readonly small?: boolean
  readonly children: ReactNode
}

/** A button with a word, perhaps led by an icon. While `isPending` it is greyed and says so to screen readers. */
export function Button({ kind = 'plain', icon, small = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button button-${kind}${small ? ' button-small' : ''}`}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  )
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  readonly icon: IconName
  /** What it does; read out, and shown when the pointer rests on it. */
  readonly label: string
  readonly small?: boolean
}

/** A button that is only an icon; its label is shown as a tip and read out. */
export function IconButton({ icon, label, small = false, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...rest} aria-label={label} className={`button button-icon${small ? ' button-small' : ''}`}>
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className="tip">{label}</Tooltip>
    </TooltipTrigger>
  )
}

export interface LinkProps extends Omit<AriaLinkProps, 'className' | 'children' | 'style'> {
  readonly href: string
  readonly children: ReactNode
  /** Without underline, in the colour of the text: for titles of rows and cards. */
  readonly quiet?: boolean
}

/** What the API gives is a file to save and no page to go to, whoever forgot to say so. */
const asFile = ({ href, download }: Pick<LinkProps, 'href' | 'download'>): { download?: string | boolean } =>
  download === undefined && href?.startsWith('/api/') ? { download: true } : {}

/** A link inside the desk; goes there without loading the page anew. */
export function Link({ quiet = false, ...rest }: LinkProps) {
  return <AriaLink {...rest} {...asFile(rest)} className={quiet ? 'link link-quiet' : 'link'} />
}

export interface LinkButtonProps extends Omit<LinkProps, 'quiet'> {
  readonly kind?: ButtonKind
  readonly icon?: IconName
  readonly small?: boolean
}

/** A link that looks like a button: for going somewhere, or for a download. */
export function LinkButton({ kind = 'plain', icon, small = false, children, ...rest }: LinkButtonProps) {
  return (
    <AriaLink {...rest} {...asFile(rest)} className={`button button-${kind}${small ? ' button-small' : ''}`}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaLink>
  )
}
