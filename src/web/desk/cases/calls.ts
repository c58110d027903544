/** The calls of cases, their colours and icons, for every page that shows a case. */
import type { Stage } from '../../../cases/procedure/procedure.ts'
import { casesApi } from '../../../cases/cases.api.ts'
import type { IconName } from '../../../ui/Icon.tsx'
import type { Tone } from '../../../ui/Page.tsx'
import { calls } from '../../call.ts'

/** The calls of cases. */
export const cases = calls('cases', casesApi)

/** The colour that goes with the word of a state. */
export const toneOfStage: Record<Stage, Tone> = {
  reported: 'grey',
  dispatched: 'blue',
  rectified: 'violet',
  suspended: 'amber',
  closed: 'green',
}

const icons: Readonly<Record<string, IconName>> = {
  report: 'case',
  sendToConfirm: 'visit',
  confirm: 'visit',
  file: 'file',
  dispatch: 'share',
  accept: 'duty',
  returnToDesk: 'back',
  handle: 'edit',
  rectify: 'camera',
  verify: 'check',
  check: 'check',
  finish: 'lock',
  rework: 'redo',
  close: 'lock',
  refuse: 'close',
  reopen: 'redo',
  void: 'trash',
  merge: 'compare',
  relate: 'link',
  split: 'columns',
  resume: 'history',
}

/** The icon that goes with the verb of a step; a step of a city's own has a plain one. */
export const iconOfStep = (step: string): IconName => icons[step] ?? 'calendar'

/** Whether a case has a number that people of another register know it by; what was made from its words is none. */
export const hasOrderNo = ({ source, externalId }: { source: string; externalId: string | null }): boolean =>
  source === 'hotline12345' && externalId !== null && !externalId.startsWith('F-')
