/** Every kind of table that can be imported. A new kind: its object in its own room, and one line here. */
import { editionKind } from '../standards/workbook/edition-kind.serve.ts'
import { listed, type ListedKind } from './listed.ts'

export const kinds: readonly ListedKind[] = [listed(editionKind, 'standards.edit')]
