/** Our own line icons on a 20 × 20 field, drawn with one stroke so that they follow the text's colour and size. */

const paths = {
  add: 'M10 4v12M4 10h12',
  address: 'M10 17s5.5-4.8 5.5-9a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9 5.5 9ZM10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  alert: 'M10 3.5 17.5 16.500h-15L10 3.500ZM10 8.500v3.500M10 14.300v.2',
  api: 'M7 5.5 2.8 10 7 14.500M13 5.500l4.2 4.5-4.2 4.500M11.3 4 8.7 16',
  back: 'M8.5 4.5 3 10l5.5 5.500M3.5 10H17',
  calendar: 'M3.5 5h13v11.500h-13ZM3.5 8.500h13M7 3v3M13 3v3',
  camera: 'M3 6.500h3.200L7.5 4.500h5l1.3 2H17v9.500H3ZM10 13.700a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.400Z',
  case: 'M5 17.500V3M5 4h10l-2.2 3.300L15 10.500H5',
  check: 'm4 10.5 4 4 8-9',
  close: 'm5 5 10 10M15 5 5 15',
  columns: 'M3.5 4h13v12h-13ZM8 4v12M12.2 4v12',
  compare: 'M6.5 3v14M13.5 3v14M3.5 7l3-3 3 3M10.5 13l3 3 3-3',
  down: 'm5 7.5 5 5 5-5',
  download: 'M10 3v9.500M6 9l4 4 4-4M3.5 16.500h13',
  duty: 'M4 3.500h12v13H4ZM7 7.500h6M7 10.500h6M7 13.500h3.5',
  edit: 'M4 16l.8-3.300L13.5 4l2.5 2.5-8.7 8.700L4 16Z',
  expand: 'm7.5 5 5 5-5 5',
  file: 'M5 2.500h6.500l3.5 3.500v11.500H5ZM11.5 2.500V6H15',
  filter: 'M3 4.500h14l-5.5 6.500v5l-3 1.500V11L3 4.500Z',
  gap: 'M3 16.500h14M5 16V9M10 16V4.500M15 16v-4.500M13 8.500l2-2 2 2',
  help: 'M7.3 7.500A2.7 2.7 0 1 1 11 10c-.7.4-1 .9-1 1.800M10 14.500v.2M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15Z',
  history: 'M3.5 10A6.5 6.5 0 1 0 6 4.900M3.5 3.500v3.700h3.700M10 6.500V10l2.5 1.5',
  home: 'M3 9.5 10 3.500l7 6M5 8.500v8h10v-8M8.3 16.500V12h3.400v4.5',
  import: 'M10 3v8M6.5 8 10 11.5 13.5 8M3.5 11v5.500h13V11',
  info: 'M10 9v5M10 6.300v.2M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15Z',
  keyboard: 'M2.5 5.500h15v9h-15ZM5.5 8.500h.2M8.5 8.500h.2M11.5 8.500h.2M14.5 8.500h.2M6.5 11.500h7',
  language:
    'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM2.7 10h14.600M10 2.500c2.2 2.2 3.2 4.6 3.2 7.500s-1 5.3-3.2 7.500c-2.2-2.2-3.2-4.6-3.2-7.500s1-5.3 3.2-7.500Z',
  link: 'M8.5 11.5 11.5 8.500M9 6l2-2a3 3 0 0 1 4.5 4.500l-2 2M11 14l-2 2a3 3 0 0 1-4.5-4.500l2-2',
  list: 'M7 5h10M7 10h10M7 15h10M3.3 5h.2M3.3 10h.2M3.3 15h.2',
  lock: 'M4.5 9h11v8h-11ZM7 9V6.500a3 3 0 0 1 6 0V9',
  map: 'M7.5 4 2.5 5.500v11l5-1.5 5 1.5 5-1.500V4l-5 1.500L7.5 4ZM7.5 4v11M12.5 5.500v11',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  minus: 'M4 10h12',
  moon: 'M16 11.700A6.6 6.6 0 1 1 8.3 4a5.3 5.3 0 0 0 7.7 7.700Z',
  more: 'M4.5 10h.2M10 10h.2M15.5 10h.2',
  open: 'M11.5 3.500h5v5M16.5 3.5 9 11M14 11.500v5H3.500V6h5',
  person: 'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3.5 17c.8-3.2 3.3-4.8 6.5-4.800s5.7 1.6 6.5 4.8',
  point: 'M10 17s5.5-4.8 5.5-9a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9 5.5 9ZM10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  redo: 'M16 4.500V8.500h-4M15.7 8.300A6.2 6.2 0 1 0 16 12',
  score: 'M3 16.500h14M4.5 13l3.5-4.5 3 2.500L16 4.500M12.5 4.500H16V8',
  search: 'M8.7 14a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.600ZM12.7 12.7 17 17',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  share: 'M10 12V3M6.5 6.5 10 3l3.5 3.500M5 10H3.500v7h13v-7H15',
  signOut: 'M8 3.500H3.500v13H8M12.5 6.5 16 10l-3.5 3.500M7 10h9',
  sort: 'M7 4v12M4 13l3 3 3-3M13 16V4M10 7l3-3 3 3',
  standard: 'M4 3.500h9.500A2.5 2.5 0 0 1 16 6v10.500H6.500A2.5 2.5 0 0 1 4 14ZM4 14a2.5 2.5 0 0 1 2.5-2.500H16M7.5 7h5',
  sun: 'M10 13.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.300l1.4 1.400M14.3 14.300l1.4 1.400M4.3 15.700l1.4-1.400M14.3 5.700l1.4-1.4',
  text: 'M2.5 16 7 4.500h1L12.5 16M4.2 12h6.600M12.5 16l2.7-6.500h.8l2 6.500M13.5 14h3.5',
  trash: 'M3.5 5.500h13M8 5.500V3.500h4v2M5 5.500l.8 11.500h8.400L15 5.500M8.3 8.500v5.500M11.7 8.500v5.5',
  undo: 'M4 4.500v4h4M4.3 8.300A6.2 6.2 0 1 1 4 12',
  unit: 'M3.5 17V3.500h8V17M11.5 8h5v9M2.5 17h15M6 6.500h3M6 9.500h3M6 12.500h3M14 11h.2M14 13.700h.2',
  up: 'm5 12.5 5-5 5 5',
  visit: 'M6 3.500h8v3H6ZM6 5H4v12h12V5h-2M7 11.500l2 2 4-4',
  warn: 'M10 6v5M10 13.700v.2M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15Z',
} as const

export type IconName = keyof typeof paths

/** The stroke of an icon, for whoever draws it without React. */
export const drawingOf = (name: IconName): string => paths[name]

/** A decorative icon: hidden from screen readers, so a word must stand beside it or on its button. */
export function Icon({ name, size = 1.25 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 20 20"
      aria-hidden="true"
      focusable="false"
      style={{ width: `${size}em`, height: `${size}em`, flex: 'none' }}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  )
}
