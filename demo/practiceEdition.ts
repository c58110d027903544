/** A small standard of our own that shows every way of checking on a shopping street. Illustrative: no text of any official standard. */
import { Edition } from '../src/standards/edition.ts'
import type { Photo } from './photos.ts'

const type = 'PT-SHOPSTREET'

const facilities = [
  { id: 'ramp', title: { zh: '坡道', en: 'ramp' }, must: true },
  { id: 'paving', title: { zh: '盲道连续', en: 'tactile paving, unbroken' }, must: true },
  { id: 'seat', title: { zh: '休息座椅', en: 'seats' } },
  { id: 'sign', title: { zh: '无障碍标识', en: 'signs' } },
]
const behaviours = [
  { id: 'jay', title: { zh: '行人闯红灯', en: 'walks at red' } },
  { id: 'ride', title: { zh: '骑行不戴头盔', en: 'rides without a helmet' } },
  { id: 'litter', title: { zh: '乱扔垃圾', en: 'drops litter' } },
]
const limit = (op: string, value: string, zh: string, en: string) => ({ op, value, unit: { zh, en } })

/** The checks: code, words, kind and what the kind needs to know. */
const checks = [
  {
    id: 'SP-PSA',
    title: { zh: '公益广告不少于 2 处', en: 'At least 2 public-service advertisements' },
    kind: 'count',
    threshold: limit('>=', '2', '处', 'places'),
  },
  {
    id: 'SP-WATCH',
    title: { zh: '路口 5 分钟内不文明行为不超过 3 次', en: 'At most 3 uncivil acts at the crossing in 5 minutes' },
    kind: 'timed',
    threshold: limit('<=', '3', '次', 'times'),
    ask: { minutes: 5, behaviours, partly: '5' },
  },
  {
    id: 'SP-BIN',
    title: { zh: '果皮箱间距不超过 200 米', en: 'Litter bins at most 200 m apart' },
    kind: 'interval',
    threshold: limit('<=', '200', '米', 'm'),
    ask: { stretchM: 500 },
    pictures: 'road',
  },
  {
    id: 'SP-NOISE',
    title: { zh: '商铺门前噪声不超过 65 分贝', en: 'Noise before shops at most 65 dB' },
    kind: 'measure',
    threshold: limit('<=', '65', '分贝', 'dB'),
    ask: { partly: '70' },
  },
  {
    id: 'SP-PHONE',
    title: { zh: '投诉电话 30 秒内有人接听', en: 'The complaints telephone is answered within 30 s' },
    kind: 'phone',
    threshold: limit('<=', '30', '秒', 's'),
    ask: { tries: 3 },
  },
  { id: 'SP-ACCESS', title: { zh: '无障碍设施齐全', en: 'Ways without barriers' }, kind: 'facilities', ask: { items: facilities } },
  {
    id: 'SP-LAMP',
    title: { zh: '路灯亮灯率不低于 95%', en: 'At least 95% of lamps lit' },
    kind: 'rate',
    threshold: limit('>=', '95', '%', '%'),
    ask: { partly: '90' },
  },
  { id: 'SP-STALL', title: { zh: '无占道摊点', en: 'No stalls on the pavement' }, kind: 'absence', photo: 'optional', pictures: 'market' },
  { id: 'SP-OTHER', title: { zh: '其他发现', en: 'Anything else' }, kind: 'finding' },
]

const guideOf = (scene: string, album: readonly Photo[]) => {
  const picture = (when: Photo['when'], zh: string, en: string) => {
    const { sha256, id } = album.find((photo) => photo.scene === scene && photo.when === when)!
    return [{ sha256, evidenceId: id, title: { zh, en } }]
  }
  return {
    text: { zh: '先看整段再看细处，拍下看到的全景', en: 'Look at the whole stretch first, then closely; take it all in one picture' },
    good: picture('after', '示例：整洁有序', 'Example: tidy'),
    bad: picture('before', '示例：脏乱', 'Example: untidy'),
  }
}

/** The edition, with guide pictures out of the demo's own drawings. */
export const practiceEdition = (album: readonly Photo[]): Edition =>
  Edition.parse({
    format: 'mingcheng.edition/1',
    standard: 'street-practice',
    edition: '2026-sample',
    title: { zh: '街面检查方式示例', en: 'Ways of checking in the street: a sample' },
    programme: { zh: '演示（示意，不是任何正式标准）', en: 'Demonstration (illustrative; no official standard)' },
    official: false,
    notes: [
      {
        zh: '由我们编写，示意每种检查方式怎样答；数值为示意。',
        en: 'Written by us to show how each kind of check is answered; its figures are illustrative.',
      },
    ],
    subjects: ['unit'],
    total: 9000,
    methodTotals: [{ method: 'onsite', points: 9000, provenance: 'illustrative' }],
    scales: [
      {
        id: 'conform3',
        title: { zh: '三级符合度', en: 'Conformity in three grades' },
        provenance: 'own',
        grades: [
          { code: 'Y', title: { zh: '符合', en: 'Conforms' }, factor: 1000 },
          { code: 'P', title: { zh: '基本符合', en: 'Mostly conforms' }, factor: 500 },
          { code: 'N', title: { zh: '不符合', en: 'Does not conform' }, factor: 0 },
          { code: 'NA', title: { zh: '不涉及', en: 'Not applicable' }, factor: null },
        ],
      },
    ],
    unitKinds: [{ id: 'CGJ', title: { zh: '城市管理局', en: 'Urban management' }, provenance: 'own' }],
    pointTypes: [
      {
        id: type,
        title: { zh: '商业大街', en: 'Shopping street' },
        provenance: 'own',
        group: 'street',
        checks: checks.map(({ id }) => id),
        units: ['CGJ'],
      },
    ],
    checks: checks.map(({ pictures, ...check }) => ({
      photo: 'none',
      ...check,
      scale: 'conform3',
      provenance: 'illustrative',
      ...(pictures === undefined ? {} : { guide: guideOf(pictures, album) }),
    })),
    tree: [
      {
        id: 'SP',
        title: { zh: '街面秩序', en: 'Order in the street' },
        provenance: 'illustrative',
        level: 'project',
        parts: checks.map(({ id, title }, index) => ({
          id: `SP.0${index + 1}`,
          no: index + 1,
          title,
          provenance: 'illustrative',
          ways: [
            {
              method: 'onsite',
              points: 1000,
              rule: { name: 'conformityRate' },
              provenance: 'illustrative',
              checks: [id],
              pointTypes: [type],
            },
          ],
          lead: 'CGJ',
        })),
      },
    ],
  })
