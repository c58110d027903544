/**
 * What the page uses of the form engine's nodes. The engine publishes its types over paths that are not in its package, so that half of
 * them are `any`; these few lines say what is really read and set, and the compiler holds the page to them.
 */

/** Words of the form in the language that is on. */
export interface Words {
  readonly asString: string
}

interface Validity {
  readonly violation?: { readonly condition: 'constraint' | 'required'; readonly message: Words | null } | null
  readonly violations?: readonly { readonly nodeId: string }[]
}

interface State {
  readonly reference: string
  readonly readonly: boolean
  readonly relevant: boolean
  readonly required: boolean
  readonly label: Words | null
  readonly hint: Words | null
}

/** Something that is asked or shown. */
interface Leaf<Type extends string, Kept> {
  readonly nodeType: Type
  readonly nodeId: string
  readonly valueType: string
  readonly currentState: State & { readonly value: Kept; readonly instanceValue: string; readonly children: null }
  readonly validationState: Validity
}

/** A question that is typed. */
export interface InputNode extends Leaf<'input', unknown> {
  readonly nodeOptions: { readonly rows?: number | null } | null
  setValue(value: string | null): unknown
}

/** A question with choices; which of them are offered hangs on other answers. */
export interface SelectNode extends Leaf<'select', readonly string[]> {
  readonly selectType: 'select' | 'select1'
  readonly currentState: Leaf<'select', readonly string[]>['currentState'] & {
    readonly valueOptions: readonly { readonly value: string; readonly label: Words }[]
  }
  selectValue(value: string | null): unknown
  selectValues(values: readonly string[]): unknown
}

/** A number between two bounds. */
export interface RangeNode extends Leaf<'range', unknown> {
  readonly definition: {
    readonly bounds: { readonly start: number | bigint; readonly end: number | bigint; readonly step: number | bigint }
  }
  setValue(value: string | null): unknown
}

/** Something that is only confirmed. */
export interface TriggerNode extends Leaf<'trigger', boolean> {
  setValue(value: boolean): unknown
}

/** A question that is answered with a file. */
export interface UploadNode extends Leaf<'upload', File | null> {
  setValue(value: File | null): unknown
}

type NoteNode = Leaf<'note', unknown>
type Hidden = Leaf<'model-value' | 'rank', unknown>
export type LeafNode = InputNode | SelectNode | RangeNode | TriggerNode | UploadNode | NoteNode | Hidden

interface Parent<Type extends string, Child> {
  readonly nodeType: Type
  readonly nodeId: string
  readonly currentState: State & { readonly children: readonly Child[] }
  readonly validationState: Validity
}

/** Questions that belong together. */
export type GroupNode = Parent<'group', FormNode>
/** One turn of a repeat. */
export type TurnNode = Parent<'repeat-instance', FormNode>
/** A repeat whose turns the form counts itself. */
export type CountedNode = Parent<'repeat-range:controlled', TurnNode>
/** A repeat whose turns the reader adds and takes away. */
export interface RepeatNode extends Parent<'repeat-range:uncontrolled', TurnNode> {
  addInstances(after?: number): unknown
  removeInstances(start: number): unknown
}
export type FormNode = LeafNode | GroupNode | CountedNode | RepeatNode

/** A language of the form. */
export interface FormLanguage {
  readonly language: string
  readonly isSyntheticDefault?: true
}

/** The whole form while it is filled in. */
export interface RootNode extends Parent<'root', FormNode> {
  readonly languages: readonly FormLanguage[]
  readonly currentState: Parent<'root', FormNode>['currentState'] & { readonly activeLanguage: FormLanguage }
  readonly instanceState: { readonly instanceXML: string }
  readonly validationState: { readonly violations: readonly { readonly nodeId: string }[] }
  setLanguage(language: FormLanguage): unknown
}
