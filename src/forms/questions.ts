/** Which types of questions are understood: how each is stored and asked. A type is added here, and nowhere else but where it is drawn. */

/** How a type is kept in the answers and by which control it is asked; no control: never shown. */
export interface QuestionKind {
  readonly bind: 'string' | 'int' | 'decimal' | 'date' | 'time' | 'dateTime' | 'geopoint' | 'barcode' | 'binary'
  readonly control?: 'input' | 'select1' | 'select' | 'trigger' | 'range' | 'upload'
  /** What kind of file answers it, in the words of the standard. */
  readonly media?: string
  /** Filled by the engine when the form is begun or ended. */
  readonly preload?: readonly [preload: string, params: string]
}

/** The types by the words of the standard. */
export const questionKinds: Readonly<Record<string, QuestionKind>> = {
  text: { bind: 'string', control: 'input' },
  integer: { bind: 'int', control: 'input' },
  decimal: { bind: 'decimal', control: 'input' },
  date: { bind: 'date', control: 'input' },
  time: { bind: 'time', control: 'input' },
  dateTime: { bind: 'dateTime', control: 'input' },
  geopoint: { bind: 'geopoint', control: 'input' },
  barcode: { bind: 'barcode', control: 'input' },
  image: { bind: 'binary', control: 'upload', media: 'image/*' },
  audio: { bind: 'binary', control: 'upload', media: 'audio/*' },
  video: { bind: 'binary', control: 'upload', media: 'video/*' },
  file: { bind: 'binary', control: 'upload', media: 'application/*' },
  note: { bind: 'string', control: 'input' },
  acknowledge: { bind: 'string', control: 'trigger' },
  select_one: { bind: 'string', control: 'select1' },
  select_multiple: { bind: 'string', control: 'select' },
  range: { bind: 'int', control: 'range' },
  calculate: { bind: 'string' },
  hidden: { bind: 'string' },
  start: { bind: 'dateTime', preload: ['timestamp', 'start'] },
  end: { bind: 'dateTime', preload: ['timestamp', 'end'] },
  today: { bind: 'date', preload: ['date', 'today'] },
}

/** Other words for the same types, as old workbooks have them. */
export const questionAliases: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'integer',
  datetime: 'dateTime',
  photo: 'image',
  gps: 'geopoint',
  location: 'geopoint',
  trigger: 'acknowledge',
  'select one': 'select_one',
  'select one from': 'select_one',
  'select multiple': 'select_multiple',
  'select all that apply from': 'select_multiple',
}

/** Types of the standard that are not understood, by the reason: what a person can do instead stands in the words of the fault. */
export const refusedTypes: Readonly<Record<string, 'unheard' | 'file' | 'shape' | 'device' | 'rank'>> = {
  'background-audio': 'unheard',
  select_one_from_file: 'file',
  select_multiple_from_file: 'file',
  select_one_external: 'file',
  'csv-external': 'file',
  'xml-external': 'file',
  osm: 'shape',
  geotrace: 'shape',
  geoshape: 'shape',
  'start-geopoint': 'device',
  deviceid: 'device',
  subscriberid: 'device',
  simserial: 'device',
  phonenumber: 'device',
  username: 'device',
  email: 'device',
  audit: 'device',
  rank: 'rank',
}

/** How a range is kept: whole when its steps are. */
export const rangeBind = (parameters: string | undefined): 'int' | 'decimal' => (/\./.test(String(parameters)) ? 'decimal' : 'int')

/** `start=0 end=10 step=1` as pairs. */
export const parametersOf = (text: string | undefined): Record<string, string> =>
  Object.fromEntries([...String(text).matchAll(/(?<![\w-])([\w-]+)\s*=\s*([^\s,;]+)/g)].map(([, key, value]) => [key!, value!]))
