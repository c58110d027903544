/** Views of one thing, side by side. The open tab lives in the address, so a link opens the same view. */
import './tabs.css'
import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import { useWords } from './words.tsx'

export interface TabEntry<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly count?: number
}

export interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly TabEntry<Id>[]
  readonly value: Id
  readonly onChange: (id: Id) => void
  /** The open tab's content; only it is rendered. */
  readonly children: ReactNode
}

/** Tabs with counts. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, children }: TabsProps<Id>) {
  const { count: counted } = useWords()
  return (
    <AriaTabs className="tabs" selectedKey={value} onSelectionChange={(key) => onChange(key as Id)}>
      <TabList aria-label={label} className="tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.label}
            {tab.count !== undefined && <span className="tab-count">{counted(tab.count)}</span>}
          </Tab>
        ))}
      </TabList>
      {/* Another panel for each tab: one that only changed its id would keep the name of the tab before. */}
      <TabPanel key={value} id={value} className="tab-panel">
        {children}
      </TabPanel>
    </AriaTabs>
  )
}
