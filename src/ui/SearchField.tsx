/** The search box. In a file of its own: the bar at the top needs it at once, the other fields can wait. */
import './fields.css'
import { Button } from 'react-aria-components/Button'
import { Input, SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import { Icon } from './Icon.tsx'

export interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onSubmit?: (value: string) => void
  readonly placeholder?: string
}

/** A search box; Escape empties it. Its label is spoken only, the glass says the rest. */
export function SearchField({ label, value, onChange, onSubmit, placeholder }: SearchFieldProps) {
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} {...(onSubmit ? { onSubmit } : {})} className="search">
      <Icon name="search" />
      <Input className="input" placeholder={placeholder ?? label} />
      <Button className="search-clear">
        <Icon name="close" size={1} />
      </Button>
    </AriaSearchField>
  )
}
